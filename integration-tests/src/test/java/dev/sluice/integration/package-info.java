/** Real clients against real processes, and the rules of the house that a machine can check. */
package dev.sluice.integration;

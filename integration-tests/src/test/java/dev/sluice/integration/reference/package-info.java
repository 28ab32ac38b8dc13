/** The references under {@code docs/reference}, written from the code that they describe. */
package dev.sluice.integration.reference;

/** A model of S3, random scripts for it, and what makes a failing script short. */
@NullMarked
package dev.sluice.integration.trial.model;

import org.jspecify.annotations.NullMarked;

package dev.sluice.frontend.s3;

/** A document of S3 that the xml room can write. */
public interface S3Document {}

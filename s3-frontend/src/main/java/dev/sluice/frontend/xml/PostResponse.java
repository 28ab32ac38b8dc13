package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;

/**
 * Answer of PostObject where the form asks for status 201.
 *
 * @param location URL of the object
 * @param bucket it lies in
 * @param key of the object
 * @param eTag with quotes
 */
public record PostResponse(String location, String bucket, String key, String eTag)
    implements S3Document {}

package dev.sluice.frontend.xml;

import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlText;
import dev.sluice.frontend.s3.S3Document;
import org.jspecify.annotations.Nullable;

/**
 * Answer of GetBucketLocation.
 *
 * @param region null stands for {@code us-east-1}, as AWS has it
 */
public record LocationConstraint(@JacksonXmlText @Nullable String region) implements S3Document {}

/** The gRPC services: protobuf in, a store call, protobuf out. No rules here. */
@NullMarked
package dev.sluice.agent.service;

import org.jspecify.annotations.NullMarked;

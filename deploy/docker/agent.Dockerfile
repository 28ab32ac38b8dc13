# Sluice: the storage agent. From the root of the project: docker build -f deploy/docker/agent.Dockerfile -t sluice-agent .
# With the engine of HDFS: --build-arg MODULES=cli,engines/hdfs
FROM maven:3.9-eclipse-temurin-25 AS build
ARG MODULES=cli
WORKDIR /build
COPY . .
# The build's rehearsal runs on the JVM of this image; the one below takes what fits it.
RUN mvn -q -B -ntp -Phdfs -Dfast -Dmaven.test.skip=true -pl "${MODULES}" -am package \
    && mkdir -p engines/hdfs/target/fast/engine

FROM eclipse-temurin:25-jre
WORKDIR /opt/sluice
COPY --from=build /build/sluice ./
COPY --from=build /build/cli/find-java.sh /build/cli/heap-share.sh ./cli/
COPY --from=build /build/cli/target/fast/sluice.jar /build/cli/target/fast/sluice.aot ./cli/target/fast/
COPY --from=build /build/cli/target/fast/lib ./cli/target/fast/lib
COPY --from=build /build/cli/target/fast/native ./cli/target/fast/native
COPY --from=build /build/engines/hdfs/target/fast/engine ./engines/hdfs/target/fast/engine
# Its user owns what it serves and what is its own; both outlive the container.
RUN useradd --system --uid 10001 --no-create-home sluice \
    && mkdir -p /srv/objects /var/lib/sluice \
    && chown sluice:sluice /srv/objects /var/lib/sluice
VOLUME ["/srv/objects", "/var/lib/sluice"]
USER 10001
EXPOSE 29996 29997
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:29997/healthz"]
# SIGTERM ends it within drain-timeout (30 s): docker stop --time 45.
ENTRYPOINT ["/opt/sluice/sluice", "agent"]
CMD ["--config", "/etc/sluice/agent.yaml"]

# Sluice: the S3 frontend. From the root of the project: docker build -f deploy/docker/frontend.Dockerfile -t sluice-frontend .
FROM maven:3.9-eclipse-temurin-25 AS build

WORKDIR /build
COPY . .
# The build's rehearsal runs on the JVM of this image; the one below takes what fits it.
RUN mvn -q -B -ntp -Dfast -Dmaven.test.skip=true -pl cli -am package

FROM eclipse-temurin:25-jre
WORKDIR /opt/sluice
COPY --from=build /build/sluice ./
COPY --from=build /build/cli/find-java.sh /build/cli/heap-share.sh ./cli/
COPY --from=build /build/cli/target/fast/sluice.jar /build/cli/target/fast/sluice.aot ./cli/target/fast/
COPY --from=build /build/cli/target/fast/lib ./cli/target/fast/lib
COPY --from=build /build/cli/target/fast/native ./cli/target/fast/native
RUN useradd --system --uid 10001 --no-create-home sluice
USER 10001
EXPOSE 39999 29995
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:29995/healthz"]
# SIGTERM ends it within drain-timeout (30 s): docker stop --time 45.
ENTRYPOINT ["/opt/sluice/sluice", "frontend"]
CMD ["--config", "/etc/sluice/frontend.yaml"]

package io.activationgateway.gateway.region;

import java.util.List;

/** What {@code /metrics} shows at one moment. */
record Metrics(List<String> series) {

    static Metrics of(GatewayClient client) {
        return new Metrics(client.get("/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList());
    }

    /** The sum of the series of a name, 0 where there is none. */
    long value(String name) {
        return (long) series.stream()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}

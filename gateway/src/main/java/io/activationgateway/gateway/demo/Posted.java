package io.activationgateway.gateway.demo;

/** A row that was posted, and what became of it. */
record Posted(Audience audience, Row row, Result result) {

    String destination() {
        return audience.job().destination();
    }
}

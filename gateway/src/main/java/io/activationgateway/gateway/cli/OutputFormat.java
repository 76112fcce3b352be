package io.activationgateway.gateway.cli;

/** How a command writes what it found. */
enum OutputFormat {
    text,
    json
}

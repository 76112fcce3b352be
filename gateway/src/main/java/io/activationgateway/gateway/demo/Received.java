package io.activationgateway.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * What the sandbox received for one destination.
 *
 * @param complete whether it kept all of it
 * @param records as the simulated vendor understood them, refused ones included
 * @param bytes every body as it came
 */
record Received(String destination, boolean complete, List<JsonNode> records, Buffer bytes) {

    @Override
    public String toString() {
        return "Received[" + destination + ", " + records.size() + " records]";
    }
}

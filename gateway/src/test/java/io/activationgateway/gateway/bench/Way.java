package io.activationgateway.gateway.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One way from the client to the sink.
 *
 * @param name how the report calls it
 * @param port where it listens on loopback
 * @param batches whole requests
 * @param expected what the beginning of each answer must hold, so that a refusal never counts as speed
 * @param process what carries it
 */
record Way(String name, int port, List<Batch> batches, String expected, Carrier process) {

    /** A request ready to send: head and body in direct memory, to be duplicated before use. */
    record Batch(ByteBuffer head, ByteBuffer body) {}

    static List<ByteBuffer> json(int batches) {
        return bodies(batches, ",", "{\"records\":[", "]}");
    }

    static List<ByteBuffer> ndjson(int batches) {
        return bodies(batches, "\n", "", "\n");
    }

    static List<Batch> requests(List<ByteBuffer> bodies, String path, String type, String key) {
        return bodies.stream()
                .map(body -> new Batch(
                        direct(("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: " + type
                                        + "\r\nAuthorization: Bearer " + key + "\r\nContent-Length: " + body.remaining()
                                        + "\r\n\r\n")
                                .getBytes(ISO_8859_1)),
                        body))
                .toList();
    }

    private static List<ByteBuffer> bodies(int batches, String separator, String before, String after) {
        return IntStream.range(0, batches)
                .mapToObj(batch -> direct((before + SampleRows.batch(batch, separator) + after).getBytes(UTF_8)))
                .toList();
    }

    static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}

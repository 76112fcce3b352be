package io.activationgateway.gateway.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Withdraws single consents at a steady pace, one request each, while a round runs: from a purpose that the round's rows
 * are not sent for, so that these still go. A writer whose answer is late catches up, as independent people would.
 */
final class ConsentWriter implements AutoCloseable {

    /** How the report calls the round beside which it writes. */
    static final String WAY = "JSON, 500 writes";

    private static final Pace PACE = new Pace(16, 500);
    private static final AtomicLong EVENTS = new AtomicLong();

    private final int port;
    private final String key;
    private final int people;
    private final Pace pace;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    /** Over how many connections, and how many of all of them a second. */
    record Pace(int connections, int perSecond) {}

    /** At the pace of {@link #WAY}. */
    ConsentWriter(int port, String key, int people) {
        this(port, key, people, PACE);
    }

    /** @param people how many the consents were imported of */
    ConsentWriter(int port, String key, int people, Pace pace) {
        this.pace = pace;
        this.port = port;
        this.key = key;
        this.people = people;
    }

    ConsentWriter start() {
        for (int number = 0; number < pace.connections; number++) {
            threads.add(Thread.ofPlatform().daemon().name("writer-" + number).start(this::write));
        }
        return this;
    }

    /** From the first byte sent to the answer, nanoseconds. */
    List<Long> latencies() {
        return List.copyOf(latencies);
    }

    private void write() {
        try (var wire = Wire.to(port)) {
            long pause = Duration.ofSeconds(1).toNanos() * pace.connections / pace.perSecond;
            for (long next = System.nanoTime(); !ended; next += pause) {
                for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                long began = System.nanoTime();
                wire.send(withdrawal(EVENTS.incrementAndGet()));
                var head = wire.head();
                var body = wire.body(1_024);
                if (!head.startsWith("http/1.1 200") || !body.contains("\"received\":1")) {
                    throw new IOException("a withdrawal was answered " + head + body);
                }
                latencies.add(System.nanoTime() - began);
            }
        } catch (IOException failure) {
            System.err.println("bench: a writer ended: " + failure.getMessage());
        }
    }

    private ByteBuffer withdrawal(long number) {
        var body =
                "{\"event\":\"bench-withdrawal-%d-%d\",\"identifiers\":{\"user_id\":\"%s\"},\"purpose\":\"PROFILING\"}%n"
                        .formatted(
                                ProcessHandle.current().pid(), number, SampleRows.user((int) (number * 7919 % people)))
                        .getBytes(UTF_8);
        var head = ("POST /v1/withdrawals HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson"
                        + "\r\nAuthorization: Bearer " + key + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(ISO_8859_1);
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .flip();
    }

    @Override
    public void close() {
        ended = true;
        for (var thread : threads) {
            try {
                thread.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

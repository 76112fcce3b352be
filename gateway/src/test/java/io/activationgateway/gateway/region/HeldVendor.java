package io.activationgateway.gateway.region;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A vendor that takes requests whole and answers them when the test says so, or not at all. Any thread. */
final class HeldVendor implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final Semaphore arrivals = new Semaphore(0);
    private volatile CountDownLatch released = new CountDownLatch(1);
    private final HttpServer server;
    private volatile boolean mute;
    private volatile int status = 200;
    private final byte[] answer;

    /** Answers without a body. */
    HeldVendor() {
        this("");
    }

    HeldVendor(String answer) {
        this.answer = answer.getBytes(UTF_8);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    /** Returns once so many more requests have come. */
    void awaitRequests(int count) throws InterruptedException {
        if (!arrivals.tryAcquire(count, 30, TimeUnit.SECONDS)) {
            throw new AssertionError("no " + count + " requests came");
        }
    }

    /** Answers what waits and what will come. */
    void release() {
        released.countDown();
    }

    /** Answers nothing of what will come, until released. */
    void hold() {
        released = new CountDownLatch(1);
    }

    /** Closes the connections of what waits and what will come. */
    void drop() {
        mute = true;
        release();
    }

    /** Answers so from now on. */
    void answer(int code) {
        status = code;
    }

    /** What Standard Webhooks tells repetitions by, of each request. */
    List<String> ids() {
        return ids;
    }

    List<String> bodies() {
        return bodies;
    }

    private void take(HttpExchange exchange) throws IOException {
        ids.add(String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id")));
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        arrivals.release();
        try {
            released.await();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        if (!mute) {
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}

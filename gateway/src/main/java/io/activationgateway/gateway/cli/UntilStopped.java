package io.activationgateway.gateway.cli;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stays up until SIGTERM or SIGINT, and closes what runs before the process ends. */
final class UntilStopped implements Terminal.Stay {

    private static final Logger LOG = LoggerFactory.getLogger(UntilStopped.class);

    @Override
    public void with(AutoCloseable running) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running), "shutdown"));
        // Nobody counts it down: the process ends with its shutdown hooks.
        new CountDownLatch(1).await();
    }

    private static void close(AutoCloseable running) {
        try {
            running.close();
        } catch (Exception failure) {
            LOG.warn("Not closed cleanly: {}", failure.getClass().getSimpleName());
            LOG.debug("Not closed cleanly", failure);
        }
    }
}

package io.activationgateway.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails every test during which Vert.x found a blocked thread. It knows Vert.x by the name of a logger only, and works
 * in each module that has the tests of {@code consent} on its class path, without being named there.
 */
public final class NoBlockedEventLoop implements BeforeEachCallback, AfterEachCallback {

    /** The checker is in another package since Vert.x 5, its logger kept the old name. */
    static final String LOGGER = "io.vertx.core.impl.BlockedThreadChecker";

    private static final ExtensionContext.Namespace MINE = ExtensionContext.Namespace.create(NoBlockedEventLoop.class);

    private final Logger logger;

    public NoBlockedEventLoop() {
        this(LOGGER);
    }

    NoBlockedEventLoop(String logger) {
        this.logger = (Logger) LoggerFactory.getLogger(logger);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        var warnings = new ListAppender<ILoggingEvent>();
        warnings.start();
        logger.addAppender(warnings);
        test.getStore(MINE).put(logger, warnings);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void afterEach(ExtensionContext test) {
        ListAppender<ILoggingEvent> warnings = test.getStore(MINE).remove(logger, ListAppender.class);
        logger.detachAppender(warnings);
        warnings.stop();
        List<String> blocked = List.copyOf(warnings.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
        if (!blocked.isEmpty()) {
            throw new AssertionError("Vert.x found a blocked thread during this test: " + blocked);
        }
    }
}

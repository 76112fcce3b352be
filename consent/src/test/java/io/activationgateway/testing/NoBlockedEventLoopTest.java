package io.activationgateway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.slf4j.LoggerFactory;

@Isolated("counts who listens to the log of blocked threads")
class NoBlockedEventLoopTest {

    /** Not the real one, of which a warning fails the test that writes it, rightly. */
    private static final String LOGGER = "a checker of threads";

    @Test
    void failsTheTestDuringWhichTheCheckerWarned() {
        run("warned").assertStatistics(tests -> tests.started(1).failed(1));
    }

    @Test
    void leavesOtherTestsAlone() {
        run("calm").assertStatistics(tests -> tests.started(1).succeeded(1));
    }

    @Test
    void watchesEveryTestUnasked() {
        var checker = (Logger) LoggerFactory.getLogger(NoBlockedEventLoop.LOGGER);

        assertThat(checker.iteratorForAppenders()).toIterable().hasSize(1);
    }

    private static Events run(String method) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Example.class, method))
                .execute()
                .testEvents();
    }

    static class Example {

        @RegisterExtension
        static final NoBlockedEventLoop WATCH = new NoBlockedEventLoop(LOGGER);

        @Test
        void warned() {
            LoggerFactory.getLogger(LOGGER).warn("written by a test");
        }

        @Test
        void calm() {}
    }
}

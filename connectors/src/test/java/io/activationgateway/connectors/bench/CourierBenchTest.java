package io.activationgateway.connectors.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CourierBenchTest {

    @Test
    void drivesTheHealthyBesideTheBroken() throws Exception {
        var figures = new CourierBench(TimeUnit.MILLISECONDS.toNanos(300), 1).run();

        assertThat(figures.pairs())
                .hasSize(1)
                .allMatch(pair -> pair.alone().perSecond() > 0 && pair.beside().perSecond() > 0);
    }
}

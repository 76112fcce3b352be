package io.activationgateway.connectors.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CourierBenchTest {

    @Test
    void drivesTheHealthyBesideTheBroken() throws Exception {
        var figures = new CourierBench(TimeUnit.MILLISECONDS.toNanos(300), 1).run();

        assertThat(figures.alone()).hasSize(1).allMatch(perSecond -> perSecond > 0);
        assertThat(figures.beside()).hasSize(1).allMatch(perSecond -> perSecond > 0);
    }
}

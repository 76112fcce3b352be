package io.activationgateway.gateway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The bench measures what it says: a thousand rows of about 600 bytes and 20 columns. */
class SampleRowsTest {

    @Test
    void aBatchIsAThousandRowsOfTwentyColumnsAndSixHundredBytes() throws Exception {
        var batch = SampleRows.batch(3, "\n");

        var rows = batch.lines().toList();

        assertThat(rows).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(SampleRows.recordsIn(batch)).isEqualTo(1_000);
        assertThat(new ObjectMapper().readTree(rows.getFirst())).hasSize(20);
        assertThat(batch.getBytes(UTF_8).length / rows.size()).isBetween(560, 640);
    }

    @Test
    void aPercentileIsAValueThatWasSeen() {
        var millis =
                LongStream.rangeClosed(1, 1_000).map(i -> i * 1_000_000).boxed().toList();

        assertThat(Figures.percentile(millis, 0.5)).isEqualTo(500);
        assertThat(Figures.percentile(millis, 0.999)).isEqualTo(999);
        assertThat(Figures.percentile(List.of(7_000_000L), 0.99)).isEqualTo(7);
    }
}

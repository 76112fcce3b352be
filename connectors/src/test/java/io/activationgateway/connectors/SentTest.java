package io.activationgateway.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.RecordResult.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SentTest {

    private static final VendorRequest ASKING = request("/ask");
    private static final VendorRequest ACTING = request("/act");

    private final Sent asked = new Sent(ASKING, ConnectorContract.attempt(Operation.ADD), new int[] {4, 7, 9});

    @Test
    void whatIsKnownOfSomeStaysTheirs() {
        var absent = new RecordResult(7, Outcome.REJECTED, VendorCode.NOT_FOUND);
        var acting = asked.saying(ACTING, Arrays.asList(null, absent, null));

        assertThat(acting.each(Outcome.APPLIED, VendorCode.OK))
                .containsExactly(
                        new RecordResult(4, Outcome.APPLIED, VendorCode.OK),
                        absent,
                        new RecordResult(9, Outcome.APPLIED, VendorCode.OK));
        assertThat(acting.known(0)).isNull();
        assertThat(acting.known(1)).isEqualTo(absent);
        assertThat(acting.saying(ASKING).known(1)).isEqualTo(absent);
        assertThat(acting.polling("job", ASKING).known(1)).isEqualTo(absent);
        assertThatThrownBy(() -> asked.saying(ACTING, Arrays.asList(absent)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theFirstRequestStaysTheFirst() {
        var polling = asked.saying(ACTING).polling("job-1", request("/job"));
        assertThat(polling.first()).isEqualTo(ASKING);
        assertThat(polling.request().pathAndQuery()).isEqualTo("/job");
        assertThat(polling.job()).isEqualTo("job-1");
        assertThat(asked.after(ACTING).later()).isEqualTo(ASKING);
        assertThat(asked.known(2)).isNull();
    }

    @Test
    void knowsTheRecordAtEveryPosition() {
        for (int[] indexes : new int[][] {{4, 7, 9}, {4, 5, 6}, {4}, {4, 5, 7}, {6, 5, 4}, {4, 4}}) {
            var sent = new Sent(ASKING, ConnectorContract.attempt(Operation.ADD), indexes).saying(ACTING);
            assertThat(sent.size()).isEqualTo(indexes.length);
            assertThat(sent.each(Outcome.APPLIED, VendorCode.OK).stream().mapToInt(RecordResult::index))
                    .containsExactly(IntStream.of(indexes).boxed().toArray(Integer[]::new));
            for (int position = 0; position < indexes.length; position++) {
                assertThat(sent.index(position)).isEqualTo(indexes[position]);
            }
            assertThatThrownBy(() -> sent.index(indexes.length)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    private static VendorRequest request(String path) {
        return new VendorRequest(HttpMethod.POST, path, Map.of(), Buffer.buffer());
    }
}

package io.activationgateway.gateway.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The trial of two regions sees what it looks for. */
class VersionVerdictTest {

    private final VersionVerdict verdict = new VersionVerdict();

    @Test
    void anAnswerUnderAnOlderVersionThanTheNodeNamedIsSeen() {
        judge(0, 3, "three");
        judge(1, 2, "two");
        assertThat(verdict.violations()).isEmpty();

        judge(0, 2, "two");

        assertThat(verdict.violations()).containsExactly("eu-central-0 decided under 2 after 3");
    }

    @Test
    void aRequestThatBeganBeforeTheRegionActedMayStillNameTheOlderOne() {
        long began = verdict.oldest(4);
        verdict.floor(1, 2);
        verdict.judge(4, began, answer(1, "one"));
        assertThat(verdict.violations()).isEmpty();

        judge(4, 1, "one");

        assertThat(verdict.violations()).containsExactly("tr-istanbul-1 decided under 1 after 2");
    }

    @Test
    void aVersionThatCannotHaveReachedARegionIsSeen() {
        verdict.ceiling(1, 5);
        judge(0, 6, "six");
        judge(3, 5, "five");
        assertThat(verdict.violations()).isEmpty();

        judge(3, 6, "six");

        assertThat(verdict.violations()).containsExactly("tr-istanbul-0 decided under 6, which cannot have reached it");
    }

    @Test
    void anotherContentOfAVersionIsSeen() {
        judge(0, 2, "two");
        judge(5, 2, "forged");
        verdict.signed(1, "one");

        assertThat(verdict.violations()).containsExactly("tr-istanbul-2 decided under another version 2 than others");
        assertThat(verdict.unsigned(List.of(1L))).containsExactly(2L);
    }

    @Test
    void aRecordIsDecidedAgainUnderTheSameOrALaterVersion() {
        var answer = answer(4, "four");
        answer.getJsonArray("results").getJsonObject(0).put("policy", policy(3, "three"));

        verdict.judge(0, 0, answer);

        assertThat(verdict.violations()).containsExactly("eu-central-0 decided under 3 after 4");
        assertThat(verdict.decidedAgain()).isEqualTo(1);
        assertThat(verdict.forwarded()).isEqualTo(1);
    }

    @Test
    void aNodeReachesAVersionWithTheFirstAnswerUnderItOrALaterOne() {
        assertThat(verdict.reached(0, 2)).isEmpty();
        judge(0, 3, "three");
        assertThat(verdict.reached(0, 2)).isPresent();
        assertThat(verdict.reached(0, 4)).isEmpty();
    }

    private void judge(int node, long version, String digest) {
        verdict.judge(node, verdict.oldest(node), answer(version, digest));
    }

    private static JsonObject answer(long version, String digest) {
        return new JsonObject()
                .put("policy", policy(version, digest))
                .put("results", new JsonArray().add(new JsonObject().put("outcome", "forwarded")));
    }

    private static JsonObject policy(long version, String digest) {
        return new JsonObject().put("version", version).put("digest", digest);
    }
}

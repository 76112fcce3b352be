package io.activationgateway.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activationgateway.gateway.demo.Audience.Body;
import io.activationgateway.gateway.demo.Audience.Format;
import io.activationgateway.gateway.demo.Audience.Job;
import io.activationgateway.gateway.demo.Audience.Site;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An honest run passes; each lie is found. */
class CheckTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String THERE = "webhook-gb";
    private static final List<Customer> CUSTOMERS = Customers.invent(Customers.SEED, 4, 2026);
    private static final Customer KNOWN = CUSTOMERS.get(0);
    private static final Customer STRANGER = CUSTOMERS.get(1);

    private final List<Posted> posted = new ArrayList<>();
    private final List<JsonNode> heard = new ArrayList<>();
    private final Buffer bytes = Buffer.buffer();

    @Test
    void honestRunPasses() {
        forward(KNOWN, "news");
        withhold(STRANGER, "news");

        assertThat(violations()).isEmpty();
    }

    @Test
    void recordThatWasWithheldMustNotArrive() {
        forward(KNOWN, "news");
        withhold(STRANGER, "news");
        hear(record("upsert", "c-0002.news", STRANGER));

        assertThat(violations()).anyMatch(text -> text.contains("received but not forwarded: 1 (c-0002.news)"));
    }

    @Test
    void recordThatWasForwardedMustArrive() {
        forward(KNOWN, "news");
        heard.clear();

        assertThat(violations()).anyMatch(text -> text.contains("forwarded but not received: 1 (c-0001.news)"));
    }

    @Test
    void recordOfNobodyIsFound() {
        forward(KNOWN, "news");
        hear(record("upsert", "c-9999.news", KNOWN));

        assertThat(violations()).anyMatch(text -> text.contains("a record that 0 posted rows could be"));
    }

    @Test
    void refusedRecordDidNotArrive() {
        forward(KNOWN, "news");
        heard.forEach(record -> ((ObjectNode) record).put("accepted", false));

        assertThat(violations()).anyMatch(text -> text.contains("forwarded but not received"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "EMAIL", "phone", "user", "hashed-email", "hashed-phone", "hashed-user"})
    void strangerIsFoundInTheBytesHoweverNamed(String how) {
        forward(KNOWN, "news");
        withhold(STRANGER, "news");
        bytes.appendString("{\"note\":\"x" + named(STRANGER, how) + "x\"}");

        assertThat(violations())
                .containsExactly(THERE + ": named in the bytes, though nothing of them was forwarded: 1 ("
                        + STRANGER.userId() + ")");
    }

    @Test
    void personOfAnotherForwardedRowIsNoStranger() {
        forward(KNOWN, "news");
        withhold(KNOWN, "later");
        bytes.appendString(KNOWN.email());

        assertThat(violations()).isEmpty();
    }

    @Test
    void nameOfADroppedColumnIsFound() {
        forward(KNOWN, "news");
        ((ObjectNode) heard.getFirst().path("fields")).put(Row.NOTES, "");

        assertThat(violations())
                .containsExactly(
                        THERE + ": received with a column that was dropped: 1 (c-0001.news " + Row.NOTES + ")");
    }

    @Test
    void textOfADroppedColumnIsFound() {
        forward(KNOWN, "news");
        bytes.appendString(Row.marker("c-0001.news", Row.SUPPORT));

        assertThat(violations())
                .containsExactly(
                        THERE + ": text of a dropped column found in the bytes: 1 (c-0001.news " + Row.SUPPORT + ")");
    }

    @Test
    void removalIsKnownByTheSharedKey() {
        var audience = audience("remove", "70410", Row.of(KNOWN, "leave"));
        posted.add(new Posted(audience, audience.rows().getFirst(), forwarded()));
        var removal = record("remove", null, KNOWN).put("audience", "70410");
        hear(removal);

        assertThat(violations()).isEmpty();
        removal.put("audience", "70411");
        assertThat(violations()).isNotEmpty();
    }

    @Test
    void destinationThatForgotPartOfWhatItReceivedProvesNothing() {
        forward(KNOWN, "news");

        assertThat(violations(new Received(THERE, false, heard, bytes)))
                .anyMatch(text -> text.contains("did not keep all"));
    }

    private void forward(Customer customer, String tag) {
        var audience = audience("upsert", null, Row.of(customer, tag));
        posted.add(new Posted(audience, audience.rows().getFirst(), forwarded()));
        hear(record("upsert", audience.rows().getFirst().id(), customer));
    }

    private void withhold(Customer customer, String tag) {
        var audience = audience("upsert", null, Row.of(customer, tag));
        posted.add(new Posted(
                audience,
                audience.rows().getFirst(),
                Result.of(JSON.createObjectNode().put("outcome", "withheld").put("reason", "consent.withdrawn"))));
    }

    private static Result forwarded() {
        var json = JSON.createObjectNode().put("outcome", "forwarded");
        json.putObject("fields").putArray("dropped").add(Row.NOTES).add(Row.SUPPORT);
        return Result.of(json);
    }

    private void hear(ObjectNode record) {
        heard.add(record);
        bytes.appendString(record.toString());
    }

    private static ObjectNode record(String operation, @Nullable String id, Customer customer) {
        var record = JSON.createObjectNode().put("operation", operation).put("accepted", true);
        if (id != null) {
            record.put("record_id", id);
        }
        record.putObject("identifiers").put("email", customer.email());
        record.putObject("fields").put("city", customer.name().city());
        return record;
    }

    private static Audience audience(String operation, @Nullable String list, Row row) {
        var job = new Job(Site.EU, "warehouse-eu", THERE, "email-newsletter");
        return new Audience(job, operation, list, new Body(Format.JSON, false), List.of(row), 0);
    }

    private List<String> violations() {
        return violations(new Received(THERE, true, heard, bytes));
    }

    private List<String> violations(Received received) {
        return Check.violations(posted, Map.of(THERE, received), CUSTOMERS);
    }

    private static String named(Customer customer, String how) {
        return switch (how) {
            case "email" -> customer.email();
            case "EMAIL" -> customer.email().toUpperCase(Locale.ROOT);
            case "phone" -> customer.phone();
            case "user" -> customer.userId();
            case "hashed-email" -> sha256(customer.email().toLowerCase(Locale.ROOT));
            case "hashed-phone" -> sha256(customer.phone());
            default -> sha256(customer.userId());
        };
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}

package io.activationgateway.gateway.region;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.residency.table.ConsentCase;
import io.activationgateway.residency.table.ConsentCase.Expected;
import io.activationgateway.residency.table.ConsentCases;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases of the fact sheet on privacy law, through the API: everything is told to its
 * endpoint, and the row is asked about. Each case has a person of its own.
 */
class LawCasesOverHttpTest {

    /** No node takes a policy with such a contract, so nothing is left to be decided. */
    private static final String REFUSED_AT_SAVE = "27 the form for other roles";

    @TestFactory
    Stream<DynamicTest> ofTheEuropeanController() {
        return answers("eu", "euco").stream();
    }

    @TestFactory
    Stream<DynamicTest> ofTheTurkishController() {
        return answers("tr", "trco").stream();
    }

    @ParameterizedTest
    @CsvSource({"eu,treu", "eu,ukco", "eu,chco", "eu,usco", "eu,brco", "ru,ruco"})
    void ofControllersUnderOtherLaws(String region, String controller) {
        answers(region, controller)
                .forEach(answer -> assertThatCode(() -> answer.getExecutable().execute())
                        .as(answer.getDisplayName())
                        .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void noCaseIsLeftOut(int number) {
        assertThat(ConsentCases.all()).anySatisfy(one -> assertThat(one.name()).startsWith(number + " "));
    }

    static IntStream numbers() {
        return IntStream.rangeClosed(1, 30);
    }

    private static List<DynamicTest> answers(String region, String controller) {
        var cases = ConsentCases.all().stream()
                .filter(one -> one.controller().equals(controller))
                .filter(one -> !one.name().equals(REFUSED_AT_SAVE))
                .sorted(Comparator.comparing(ConsentCase::at))
                .toList();
        var tests = new ArrayList<DynamicTest>();
        try (var node = LawNode.start(region, controller, cases)) {
            for (int person = 0; person < cases.size(); person++) {
                var given = cases.get(person);
                node.moveTo(given.at());
                var result = decide(node.client(), given, person);
                tests.add(DynamicTest.dynamicTest(given.name(), () -> check(given, result)));
            }
        }
        return tests;
    }

    private static JsonObject decide(GatewayClient client, ConsentCase given, int person) {
        for (var event : given.events()) {
            var told = client.call("POST", endpoint(event.change()))
                    .records(List.of(json(event, person)))
                    .send();
            assertThat(told.status()).as(told.body()).isEqualTo(200);
        }
        var row = new JsonObject().put("id", "row-1").put("country", given.country());
        for (var field : given.fields()) {
            row.put(field, value(field, person));
        }
        var answer = client.decide(LawNode.destination(given), "purpose=" + given.purpose(), row);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.result(0);
    }

    private static void check(ConsentCase given, JsonObject result) {
        switch (given.expected()) {
            case Expected.Goes(var basis, var obligations, var dropped) -> {
                assertThat(result.getString("verdict")).as(result.encode()).isEqualTo("forward");
                assertThat(result.getString("basis"))
                        .isEqualTo(
                                basis == null
                                        ? null
                                        : basis.name().toLowerCase(Locale.ROOT).replace('_', '-'));
                // no case's catalogue knows the columns of the country and of the signal
                assertThat(result.getJsonObject("fields").getJsonArray("dropped"))
                        .as(result.encode())
                        .filteredOn(column -> !column.equals("country") && !column.equals(ConsentCase.GPC))
                        .isEqualTo(dropped);
                assertThat(result.getJsonArray("obligations", new JsonArray())).isEqualTo(new JsonArray(obligations));
            }
            case Expected.Stays(var reason, var remedy, var curable) -> {
                assertThat(result.getString("verdict")).as(result.encode()).isEqualTo("withhold");
                assertThat(result.getString("reason")).as(result.encode()).isEqualTo(reason.code());
                assertThat(result.getString("remedy")).as(result.encode()).isEqualTo(remedy.code());
                assertThat(result.getBoolean("curable_by_consent")).isEqualTo(curable);
            }
        }
    }

    private static String endpoint(Change change) {
        return switch (change) {
            case Change.Choice _, Change.RecipientTold _, Change.Born _, Change.BirthErased _ -> "/v1/consents";
            case Change.Withdrawn _ -> "/v1/withdrawals";
            case Change.Objected _ -> "/v1/objections";
            case Change.Restricted _, Change.RestrictionLifted _ -> "/v1/restrictions";
            case Change.Erased _ -> "/v1/erasures";
        };
    }

    private static JsonObject json(ConsentEvent event, int person) {
        var json = new JsonObject()
                .put("event", "person-" + person + "." + event.id())
                .put(
                        "identifiers",
                        new JsonObject()
                                .put("user_id", value("user_id", person))
                                .put("email", value("email", person))
                                .put("phone", value("phone", person)))
                .put("country", event.country())
                .put("at", requireNonNull(event.timing().claimed()).toString());
        var registered = event.timing().registered();
        if (registered != null) {
            json.put("registered", registered.toString());
        }
        var evidence = event.evidence();
        if (evidence.method() != null) {
            json.put("notice", evidence.notice())
                    .put("method", evidence.method().name())
                    .put("source", evidence.source());
        }
        return change(json, event.change());
    }

    private static JsonObject change(JsonObject json, Change change) {
        return switch (change) {
            case Change.Choice(var cell, var state, var basis) ->
                json.put("purpose", cell.purpose().name())
                        .put("channel", cell.channel().name())
                        .put("state", state.name())
                        .put("basis", basis == null ? null : basis.name());
            case Change.Withdrawn(var _, var purpose, var channel) ->
                json.put("purpose", purpose == null ? null : purpose.name())
                        .put("channel", channel == null ? null : channel.name());
            case Change.Objected(var objection) ->
                json.put("objection", objection.scope().name());
            case Change.Restricted _ -> json.put("restriction", "SET");
            case Change.RestrictionLifted _ -> json.put("restriction", "LIFTED");
            case Change.RecipientTold(var type) -> json.put("recipient_type", type.name());
            case Change.BirthErased() -> throw new IllegalArgumentException("an erasure leaves it, nobody tells it");
            case Change.Born(var on) -> json.put("birth_date", on == null ? "1990-02-28" : on.toString());
            case Change.Erased _ -> json;
        };
    }

    private static Object value(String field, int person) {
        return switch (field) {
            case "email" -> "person-" + person + "@example.com";
            case "phone" -> "+49155500%04d".formatted(person);
            case "user_id" -> "u-" + person;
            case "purchases", "visitors" -> 120;
            case ConsentCase.GPC -> true;
            default -> "some";
        };
    }
}

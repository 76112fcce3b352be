package io.activationgateway.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.event.EvidenceMethod;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.gateway.consents.ConsentEvents;
import io.activationgateway.gateway.consents.EventReading;
import io.activationgateway.gateway.consents.EventSource;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Reading;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document in itself, and against what the code knows. */
class OpenApiDocumentTest {

    private static OpenApi api;

    @BeforeAll
    static void load() throws IOException {
        api = OpenApi.load();
    }

    @Test
    void isOpenApi31AndDescribesEveryOperation() {
        assertThat(api.root().path("openapi").asText()).startsWith("3.1.");
        var ids = new HashSet<String>();
        api.eachOperation((route, operation) -> {
            assertThat(ids.add(operation.path("operationId").asText()))
                    .as(route)
                    .isTrue();
            assertThat(operation.path("summary").asText()).as(route).isNotBlank();
            assertThat(operation.path("responses").properties()).as(route).allSatisfy(response -> {
                assertThat(response.getKey()).matches("[1-5][0-9]{2}");
                assertThat(api.resolve(response.getValue()).path("description").asText())
                        .isNotBlank();
            });
            assertThat(pathParameters(operation)).as(route).isEqualTo(templates(route));
        });
        assertThat(ids).hasSize(52);
    }

    @Test
    void everyReferenceHasATarget() {
        api.walk((place, node) -> {
            var reference = node.path("$ref");
            if (reference.isTextual()) {
                assertThat(api.at(reference.asText()).isMissingNode())
                        .as("%s -> %s", place, reference)
                        .isFalse();
            }
        });
    }

    @Test
    void everyComponentIsUsed() {
        var used = new HashSet<String>();
        api.walk((_, node) -> used.add(node.path("$ref").asText()));
        for (var kind : List.of("schemas", "parameters", "responses", "requestBodies")) {
            api.root()
                    .path("components")
                    .path(kind)
                    .fieldNames()
                    .forEachRemaining(name -> assertThat(used).contains("#/components/" + kind + "/" + name));
        }
    }

    @Test
    void everySchemaIsOne() {
        for (var schema : api.root().path("components").path("schemas").properties()) {
            assertThat(api.errorsOfSchema(schema.getValue()))
                    .as(schema.getKey())
                    .isEmpty();
        }
    }

    @Test
    void everyExampleFitsItsSchema() {
        var examples = new ArrayList<String>();
        api.walk((place, node) -> {
            int slash = place.lastIndexOf("/content/");
            var type = slash < 0 ? "" : place.substring(slash + "/content/".length());
            if (OpenApi.JSON_TYPES.contains(type)) {
                Stream.concat(
                                Stream.of(node.path("example")),
                                node.path("examples").properties().stream()
                                        .map(named -> named.getValue().path("value")))
                        .filter(example -> !example.isMissingNode())
                        .forEach(example -> {
                            assertThat(api.errors(node.path("schema"), example))
                                    .as(place)
                                    .isEmpty();
                            assertThat(countsSum(example)).as(place).isTrue();
                            examples.add(place);
                        });
            }
        });
        assertThat(examples).hasSizeGreaterThan(8);
    }

    @Test
    void aSchemaRefusesWhatNoAnswerHas() {
        var answer =
                api.root().at("/paths/~1v1~1activations~1{destination}/post/responses/200/content/application~1json");
        var example = answer.at("/examples/mixed/value").deepCopy();
        ((ObjectNode) example.at("/results/0")).put("email", "ada@example.com");

        assertThat(api.errors(answer.path("schema"), example)).isNotEmpty();
    }

    @Test
    void theReasonsAreThoseOfTheCode() {
        var schema = api.schema("ReasonCode");

        assertThat(api.texts(schema.path("enum")))
                .containsExactlyElementsOf(
                        Arrays.stream(Reason.values()).map(Reason::code).toList());
        assertThat(schema.path("description").asText().lines().filter(line -> line.startsWith("| `")))
                .containsExactlyElementsOf(Arrays.stream(Reason.values())
                        .map(OpenApiDocumentTest::documented)
                        .toList());
    }

    @Test
    void theProblemsAreThoseOfTheCode() throws ReflectiveOperationException {
        var codes = new TreeSet<String>();
        for (var method : Problems.class.getDeclaredMethods()) {
            if (method.getReturnType() == Problem.class) {
                codes.addAll(codes(method));
            }
        }

        assertThat(api.texts(api.schema("ProblemCode").path("enum"))).containsExactlyElementsOf(codes);
    }

    @Test
    void everyProblemFitsItsSchema() {
        var problem = Problems.methodNotAllowed("GET").toJson().encode();

        assertThat(api.errors(api.schema("Problem"), json(problem))).isEmpty();
    }

    @Test
    void theOtherWordsAreThoseOfTheCode() {
        assertThat(words("VendorCode")).isEqualTo(set(VendorCode.values(), VendorCode::wireName));
        assertThat(words("Remedy")).isEqualTo(set(Remedy.values(), Remedy::code));
        assertThat(words("Permission/properties/basis")).isEqualTo(set(LegalBasis.values(), OpenApiDocumentTest::wire));
        assertThat(enumeration(api.at("#/components/parameters/operation/schema")))
                .isEqualTo(set(Operation.values(), Operation::wireName));
        assertThat(words("PurposeCode")).isEqualTo(set(PurposeCode.values(), Enum::name));
        assertThat(words("Channel")).isEqualTo(set(Channel.values(), Enum::name));
        assertThat(words("ConsentEvent/properties/basis")).isEqualTo(set(LegalBasis.values(), Enum::name));
        assertThat(words("ObjectionScope")).isEqualTo(set(ObjectionScope.values(), Enum::name));
        assertThat(words("Evidence/properties/method")).isEqualTo(set(EvidenceMethod.values(), Enum::name));
        var identifiers = new TreeSet<String>();
        api.schema("Identifiers/properties").fieldNames().forEachRemaining(identifiers::add);
        assertThat(identifiers).isEqualTo(set(IdentifierType.values(), IdentifierType::wireName));
        var duty = api.schema("Obligations/items/pattern").asText();
        assertThat(Obligation.Kind.values()).allSatisfy(kind -> {
            assertThat(Obligation.of(kind).code()).matches(duty);
            assertThat(new Obligation(kind, "2026-11-25").code()).matches(duty);
        });
    }

    @ParameterizedTest
    @MethodSource
    void theExampleEventsAreEvents(StatementEndpoint endpoint) {
        var content = api.root()
                .path("paths")
                .path(endpoint.path())
                .path("post")
                .path("requestBody")
                .path("content");
        for (var format : BodyFormat.values()) {
            var example = content.path(format.mediaType()).path("example");
            if (example.isMissingNode()) {
                assertThat(format).isEqualTo(BodyFormat.CSV);
                continue;
            }
            var body = example.isTextual() ? example.asText() : example.toString();
            var rows = ((Reading.Parsed) ConsentEvents.read(body.getBytes(UTF_8), format, Limits.DEFAULT)).rows();

            assertThat(ConsentEvents.of(rows, new EventSource("acme", false), endpoint.statement()))
                    .as(format.mediaType())
                    .isNotEmpty()
                    .allSatisfy(reading -> assertThat(reading).isInstanceOf(EventReading.Valid.class));
        }
    }

    static List<StatementEndpoint> theExampleEventsAreEvents() {
        return StatementEndpoint.ALL;
    }

    private static Set<String> templates(String route) {
        var names = new TreeSet<String>();
        Arrays.stream(route.split("/"))
                .filter(part -> part.startsWith("{"))
                .forEach(part -> names.add(part.substring(1, part.length() - 1)));
        return names;
    }

    private static Set<String> pathParameters(JsonNode operation) {
        var names = new TreeSet<String>();
        operation.path("parameters").forEach(reference -> {
            var parameter = api.resolve(reference);
            if (parameter.path("in").asText().equals("path")) {
                assertThat(parameter.path("required").asBoolean()).isTrue();
                names.add(parameter.path("name").asText());
            }
        });
        return names;
    }

    private static boolean countsSum(JsonNode answer) {
        var counts = answer.path("counts");
        int sum = 0;
        for (var count : counts.properties()) {
            sum += count.getKey().equals("received") ? 0 : count.getValue().asInt();
        }
        return sum == counts.path("received").asInt()
                && (counts.isMissingNode() || answer.path("results").size() == sum);
    }

    private static String documented(Reason reason) {
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(
                        reason.code(),
                        reason.english(),
                        String.join(", ", reason.law()),
                        reason.remedy() == Remedy.NONE ? "" : reason.remedy().code(),
                        reason.retryable() ? "yes" : "");
    }

    /** The codes that a factory can give: problems of a body and of staleness take theirs from elsewhere. */
    private static Set<String> codes(Method factory) throws ReflectiveOperationException {
        var codes = new TreeSet<String>();
        if (factory.getName().equals("broken")) {
            for (var type : List.of(
                    Reading.Broken.SYNTAX,
                    Reading.Broken.SHAPE,
                    Reading.Broken.HEADER,
                    Reading.Broken.GZIP,
                    Reading.Broken.TOO_LARGE)) {
                codes.add(type);
            }
        } else if (factory.getName().equals("stale")) {
            for (var reason : List.of(Reason.STALE_CONSENT, Reason.STALE_POLICY, Reason.ERROR_LEDGER)) {
                codes.add(Problems.stale(reason).code());
            }
        } else {
            var arguments = Arrays.stream(factory.getParameterTypes())
                    .map(type -> type == long.class ? (Object) 1L : "x")
                    .toArray();
            codes.add(((Problem) factory.invoke(null, arguments)).code());
        }
        return codes;
    }

    private static Set<String> words(String schema) {
        return enumeration(api.schema(schema));
    }

    private static Set<String> enumeration(JsonNode schema) {
        return new TreeSet<>(api.texts(schema.path("enum")));
    }

    private static <E extends Enum<E>> Set<String> set(E[] values, Function<E, String> word) {
        var words = new TreeSet<String>();
        Arrays.stream(values).map(word).forEach(words::add);
        return words;
    }

    private static String wire(LegalBasis basis) {
        return basis.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }
}

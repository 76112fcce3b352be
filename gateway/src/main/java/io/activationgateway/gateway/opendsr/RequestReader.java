package io.activationgateway.gateway.opendsr;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierRules;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.NormalForm;
import java.io.IOException;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request: OpenDSR's, where {@code subject_identities} is a list, and mParticle's, where it is an
 * object. {@code regulation} may be left out, as in the specification's own example: it changes nothing here. Names that
 * are not known are passed over, as are other domains' extensions. Any thread.
 */
final class RequestReader {

    static final int MAX_IDENTITIES = 50;
    static final int MAX_CALLBACKS = 10;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final Pattern API_VERSION = Pattern.compile("[123](\\.[0-9]{1,2})?");
    private static final Set<String> REGULATIONS = Set.of("gdpr", "ccpa");
    private static final String IDENTITIES = "subject_identities";
    private static final String CALLBACKS = "status_callback_urls";

    private final String domain;
    private final CallbackHosts hosts;

    RequestReader(String domain, CallbackHosts hosts) {
        this.domain = domain;
        this.hosts = hosts;
    }

    /** What a body holds. */
    sealed interface Reading {
        record Valid(DsrRequest request) implements Reading {}

        record Invalid(List<Fault> faults) implements Reading {}
    }

    /** Whether {@code text} may be the id of a request. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    Reading read(byte[] body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (IOException broken) {
            root = null;
        }
        if (root == null || !root.isObject()) {
            return new Reading.Invalid(
                    List.of(new Fault(Fault.INVALID_JSON, "body (expected: one JSON object, each name once)")));
        }
        return new Body(root).read();
    }

    private final class Body {

        private final JsonNode root;
        private final List<Fault> faults = new ArrayList<>();
        private final Set<Identifier> identifiers = new LinkedHashSet<>();

        Body(JsonNode root) {
            this.root = root;
        }

        Reading read() {
            var id = text(root, "subject_request_id");
            if (id == null || !isId(id)) {
                faults.add(Fault.field("subject_request_id", "a UUID of version 4 in lower case"));
            }
            var kind = kind();
            head();
            identities();
            phones();
            var callbacks = callbacks();
            if (faults.isEmpty() && identifiers.isEmpty()) {
                faults.add(Fault.field(IDENTITIES, "one identity or more"));
            }
            return id == null || kind == null || !faults.isEmpty()
                    ? new Reading.Invalid(List.copyOf(faults))
                    : new Reading.Valid(new DsrRequest(id, kind, List.copyOf(identifiers), callbacks));
        }

        private @Nullable RequestKind kind() {
            var name = text(root, "subject_request_type");
            var kind = Arrays.stream(RequestKind.values())
                    .filter(one -> one.wireName().equals(name))
                    .findFirst()
                    .orElse(null);
            if (kind == null) {
                faults.add(Fault.field("subject_request_type", "access, portability or erasure"));
            }
            return kind;
        }

        private void head() {
            if (root.has("regulation")
                    && !REGULATIONS.contains(root.path("regulation").asText())) {
                faults.add(Fault.field("regulation", "gdpr or ccpa"));
            }
            if (root.has("api_version")
                    && !API_VERSION.matcher(root.path("api_version").asText()).matches()) {
                faults.add(Fault.field("api_version", "2.0"));
            }
            var submitted = text(root, "submitted_time");
            if (submitted == null || !isTime(submitted)) {
                faults.add(Fault.field("submitted_time", "a time as RFC 3339 writes it, such as 2026-11-20T09:00:00Z"));
            }
        }

        private void identities() {
            var given = root.path(IDENTITIES);
            if (given.size() > MAX_IDENTITIES) {
                faults.add(new Fault(Fault.TOO_MANY, IDENTITIES + " (expected: at most " + MAX_IDENTITIES + ")"));
            } else if (given.isArray()) {
                for (int i = 0; i < given.size(); i++) {
                    var identity = given.get(i);
                    identity(
                            IDENTITIES + "[" + i + "]",
                            text(identity, "identity_type"),
                            text(identity, "identity_format"),
                            text(identity, "identity_value"));
                }
            } else if (given.isObject()) {
                int i = 0;
                for (var named : given.properties()) {
                    var identity = named.getValue();
                    // A name may hold anything, so that its place is told instead.
                    identity(
                            IDENTITIES + "[" + i++ + "]",
                            named.getKey(),
                            text(identity, "encoding"),
                            text(identity, "value"));
                }
            } else if (!given.isMissingNode() && !given.isNull()) {
                faults.add(Fault.field(IDENTITIES, "a list of identities, or an object with one under each type"));
            }
        }

        private void identity(String place, @Nullable String name, @Nullable String format, @Nullable String value) {
            var type = name == null ? null : IdentityTypes.of(name);
            if (type == null) {
                faults.add(
                        new Fault(Fault.UNSUPPORTED_TYPE, place + ": type (expected: one that the discovery lists)"));
            } else if (!IdentityTypes.RAW.equals(format)) {
                faults.add(new Fault(
                        Fault.UNSUPPORTED_FORMAT, place + ": format (expected: raw; hashes cannot be resolved)"));
            } else {
                add(place, type, value);
            }
        }

        private void phones() {
            var phone = root.path("extensions").path(domain).path("phone");
            var place = "extensions.<" + domain + ">.phone";
            if (phone.size() > MAX_IDENTITIES) {
                faults.add(new Fault(Fault.TOO_MANY, place + " (expected: at most " + MAX_IDENTITIES + ")"));
            } else if (phone.isArray()) {
                phone.forEach(one -> add(place, IdentifierType.PHONE, one.isTextual() ? one.asText() : null));
            } else if (!phone.isMissingNode()) {
                add(place, IdentifierType.PHONE, phone.isTextual() ? phone.asText() : null);
            }
            if (identifiers.size() > MAX_IDENTITIES) {
                faults.add(new Fault(
                        Fault.TOO_MANY, IDENTITIES + " and phones (expected: at most " + MAX_IDENTITIES + ")"));
            }
        }

        private void add(String place, IdentifierType type, @Nullable String value) {
            switch (IdentifierRules.normalise(type, value == null ? "" : value, null)) {
                case NormalForm.Found(var identifier) -> identifiers.add(identifier);
                case NormalForm.Refused(var expected) ->
                    faults.add(new Fault(Fault.INVALID_IDENTITY, place + ": value (expected: " + expected + ")"));
            }
        }

        private List<URI> callbacks() {
            var urls = root.path(CALLBACKS);
            if (urls.isMissingNode() || urls.isNull()) {
                return List.of();
            }
            if (!urls.isArray()) {
                faults.add(Fault.field(CALLBACKS, "a list of URLs"));
                return List.of();
            }
            if (urls.size() > MAX_CALLBACKS) {
                faults.add(new Fault(Fault.TOO_MANY, CALLBACKS + " (expected: at most " + MAX_CALLBACKS + ")"));
                return List.of();
            }
            var permitted = new LinkedHashSet<URI>();
            for (int i = 0; i < urls.size(); i++) {
                var place = CALLBACKS + "[" + i + "]";
                hosts.permitted(urls.get(i).asText())
                        .ifPresentOrElse(
                                permitted::add,
                                () -> faults.add(new Fault(
                                        Fault.CALLBACK,
                                        place + " (expected: an https URL of a host that was agreed on)")));
            }
            return List.copyOf(permitted);
        }
    }

    private static @Nullable String text(JsonNode node, String name) {
        var value = node.path(name);
        return value.isTextual() ? value.asText() : null;
    }

    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeParseException none) {
            return false;
        }
    }
}

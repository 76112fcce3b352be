package io.activationgateway.connectors.temporal;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Guide.Setting;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.courier.CourierSettings;
import io.activationgateway.connectors.courier.SdkConnection;
import io.activationgateway.connectors.courier.ThroughSdk;
import io.activationgateway.consent.identity.IdentifierType;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Temporal namespace, over gRPC. A client certificate comes from the destination's {@code tls}; its guide lists the
 * settings.
 */
public final class TemporalVendor implements ThroughSdk {

    private static final int REQUESTS_PER_SECOND = 400;

    /** Payloads of more than 256 KB make a server warn; sealing and base64 add a third. */
    private static final int MAX_BYTES = 341 << 10;

    @Override
    public String name() {
        return "temporal";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return List.of();
    }

    @Override
    public Connector connect(Settings settings) {
        var url = settings.uri("url");
        boolean sandbox = settings.flag("sandbox", false);
        if (!sandbox && !"https".equals(url.getScheme())) {
            throw settings.wrong("url", "is not https", "use https, or set sandbox: true for a test server");
        }
        if (!url.getRawPath().isEmpty() || url.getRawQuery() != null) {
            throw settings.wrong("url", "has a path or a query", "give https, host and port only");
        }
        var endpoint = new Endpoint(url, Set.of(settings.country("country")), sandbox);
        var name = settings.text("namespace");
        var namespace = new TemporalConnector.Namespace(
                name,
                settings.text("task_queue"),
                settings.text("workflow_type"),
                or(settings.optionalText("signal"), "membership"),
                or(settings.optionalText("id_prefix"), "activation-"));
        var limits = new Limits(
                1, MAX_BYTES, MAX_BYTES, settings.number("requests_per_second", REQUESTS_PER_SECOND, 1, 100_000));
        var cipher = new PayloadCipher(settings.text("encryption_key_id"), key(settings));
        var sharedKey = sharedKey(settings);
        var apiKey = settings.optionalText("api_key");
        settings.refuseOthers();
        return new TemporalConnector(endpoint, namespace, limits, cipher, sharedKey, apiKey);
    }

    @Override
    public SdkConnection connection(Endpoint endpoint, InetAddress address, CourierSettings settings) {
        return new TemporalConnection(endpoint, address, settings);
    }

    @Override
    public Guide guide() {
        var usual = new Limits(1, MAX_BYTES, MAX_BYTES, REQUESTS_PER_SECOND);
        var acts = Arrays.stream(Operation.values())
                .map(operation -> new Guide.Act(
                        operation,
                        operation.needsAudience() ? "SignalWithStartWorkflowExecution" : "StartWorkflowExecution",
                        usual,
                        List.of(IdentifierType.values()),
                        operation.needsAudience() ? "request id" : "workflow id",
                        "accepted"))
                .toList();
        return new Guide(
                "Temporal",
                "Workflows of your own, in one namespace, self-hosted or in Temporal Cloud. The route leads to wherever"
                        + " the namespace keeps its histories.",
                List.of(
                        new Setting("url", "https URL", "required", "The gRPC frontend: https, host and port."),
                        new Setting("country", "country code", "required", "Where the namespace keeps its histories."),
                        new Setting("namespace", "text", "required", "The namespace, in Cloud with its account."),
                        new Setting("task_queue", "text", "required", "The queue that your workers poll."),
                        new Setting("workflow_type", "text", "required", "The workflow to start."),
                        new Setting("signal", "text", "membership", "The signal that tells of an audience's member."),
                        new Setting("id_prefix", "text", "activation-", "Before the id of each workflow."),
                        new Setting(
                                "encryption_key",
                                "text, secret",
                                "required",
                                "Base64, also URL-safe, of 32 bytes (AES-256)."),
                        new Setting("encryption_key_id", "text", "required", "What your workers know that key by."),
                        new Setting("api_key", "text, secret", "none", "Instead of a client certificate (tls)."),
                        new Setting(
                                "shared_key",
                                "identifier type",
                                "the first that a record has",
                                "The identifier by which both sides know people."),
                        new Setting("requests_per_second", "1 to 100,000", "400", "The pace of all requests.")),
                acts,
                List.of(
                        "Identifiers stand apart from the other fields, each under its type.",
                        "All other fields become fields under their own names; an event has a name and a time.",
                        "Purpose, channel and the time of the activation stand beside them, an audience where it is about one,"
                                + " and, of what does not take away, whether the record leaves on consent (consented).",
                        "What takes away names one identifier and nothing else: the shared key, or the first there is."),
                List.of(
                        "A record starts a workflow, whose id ends with the record's key; one that exists already counts"
                                + " as started. Keep closed workflows longer than senders repeat.",
                        "Adding to or removing from an audience signals the audience's one workflow, and starts it,"
                                + " without an argument, where it does not run: let workers continue it as new in time,"
                                + " for a server is said to take no more than 10,000 signals a run.",
                        "Destinations in one namespace need an id_prefix each.",
                        "The argument is one JSON document, sealed by AES-GCM in a payload of encoding binary/encrypted;"
                                + " workers need a payload codec with the same key. Ids, names of workflows, queues,"
                                + " signals and audiences are not sealed: keep personal data out of them.",
                        "To change the key, give the new one a file and an id of its own and start anew: an id stays with"
                                + " its key.",
                        "Nothing is retried but by the gateway. An invalid argument fails the record; an unknown"
                                + " namespace, a missing method or refused credentials stop the destination; exhausted"
                                + " resources, a namespace that is not active and what is unavailable are tried again.",
                        "A proxy is not supported, and one that is configured is a start error.",
                        "Erasing starts a workflow that your workers must understand; it deletes no history. Destroying"
                                + " the key makes all payloads unreadable."));
    }

    private static byte[] key(Settings settings) {
        try {
            var text = settings.text("encryption_key").replace('-', '+').replace('_', '/');
            var key = Base64.getDecoder().decode(text);
            if (key.length == PayloadCipher.KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            // the same remedy
        }
        throw settings.wrong("encryption_key", "is not a key", "use the base64 of 32 random bytes");
    }

    private static @Nullable IdentifierType sharedKey(Settings settings) {
        var names = Arrays.stream(IdentifierType.values())
                .map(IdentifierType::wireName)
                .collect(Collectors.toCollection(TreeSet::new));
        var name = settings.choice("shared_key", "", names);
        return Arrays.stream(IdentifierType.values())
                .filter(type -> type.wireName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static String or(@Nullable String text, String absent) {
        return text == null ? absent : text;
    }
}

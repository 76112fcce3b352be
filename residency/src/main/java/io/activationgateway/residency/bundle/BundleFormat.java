package io.activationgateway.residency.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activationgateway.residency.bundle.PolicyBundle.Approval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The payload of a bundle's envelope, as JSON: names in a fixed order, the documents as base64 of their bytes. */
final class BundleFormat {

    /** What an envelope says it holds. */
    static final String TYPE = "application/vnd.activation-gateway.policy-bundle.v1+json";

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private BundleFormat() {}

    static byte[] write(PolicyBundle bundle) {
        var root = JSON.createObjectNode();
        root.put("version", bundle.version());
        root.put("previous", bundle.previous());
        root.put("created", bundle.created().toString());
        var regions = root.putArray("regions");
        bundle.regions().forEach(regions::add);
        var approvals = root.putArray("approvals");
        bundle.approvals()
                .forEach(approval -> approvals
                        .addObject()
                        .put("by", approval.by())
                        .put("at", approval.at().toString()));
        root.put("documents", bundle.documents());
        return bytes(root);
    }

    /** @throws IOException where it is no bundle */
    static PolicyBundle read(byte[] payload) throws IOException {
        var root = JSON.readTree(payload);
        try {
            var previous = field(root, "previous");
            var identity = new PolicyBundle.Identity(
                    field(root, "version").longValue(),
                    previous.isNull() ? null : previous.textValue(),
                    Instant.parse(field(root, "created").asText()));
            List<String> regions = new ArrayList<>();
            field(root, "regions").forEach(region -> regions.add(region.asText()));
            List<Approval> approvals = new ArrayList<>();
            for (var approval : field(root, "approvals")) {
                approvals.add(new Approval(
                        field(approval, "by").asText(),
                        Instant.parse(field(approval, "at").asText())));
            }
            return PolicyBundle.of(
                    identity, regions, approvals, field(root, "documents").binaryValue());
        } catch (DateTimeException | IllegalArgumentException bad) {
            throw new IOException("not a policy bundle", bad);
        }
    }

    static JsonNode field(JsonNode object, String name) throws IOException {
        var field = object == null ? null : object.get(name);
        if (field == null) {
            throw new IOException(name + " is missing");
        }
        return field;
    }

    static byte[] bytes(ObjectNode root) {
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}

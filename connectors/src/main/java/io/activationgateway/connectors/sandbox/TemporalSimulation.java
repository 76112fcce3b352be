package io.activationgateway.connectors.sandbox;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.activationgateway.connectors.sandbox.TemporalWorkflows.Outcome;
import io.activationgateway.connectors.temporal.HttpStatus;
import io.grpc.Status.Code;
import io.temporal.api.enums.v1.ResourceExhaustedCause;
import io.temporal.api.enums.v1.ResourceExhaustedScope;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.errordetails.v1.ResourceExhaustedFailure;
import io.temporal.api.errordetails.v1.WorkflowExecutionAlreadyStartedFailure;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionResponse;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A namespace of Temporal, by its HTTP API: starts workflows and signals those that run, once for each request id, and
 * refuses what the server's frontend refuses, in its words. Its workers read the payloads; the server cannot.
 */
final class TemporalSimulation implements Simulation {

    /** The messages that details of a refusal may hold. */
    static final JsonFormat.TypeRegistry DETAILS = JsonFormat.TypeRegistry.newBuilder()
            .add(NamespaceNotFoundFailure.getDescriptor())
            .add(ResourceExhaustedFailure.getDescriptor())
            .add(WorkflowExecutionAlreadyStartedFailure.getDescriptor())
            .build();

    private static final int MAX_MESSAGE = 4 << 20;
    private static final int MAX_BLOB = 2 << 20;
    private static final int MAX_ID = 1_000;
    private static final int ACTIONS_PER_SECOND = 500;

    private final SimulatedTemporal settings;
    private final RateLimit rateLimit;
    private final TemporalWorkflows workflows = new TemporalWorkflows();
    private final TemporalWorkers workers;

    TemporalSimulation(SimulatedTemporal settings, LongSupplier ticker) {
        this.settings = settings;
        this.rateLimit = new RateLimit(ACTIONS_PER_SECOND, ticker);
        this.workers = new TemporalWorkers(settings.keyId(), settings.key());
    }

    @Override
    public Reply answer(Call call) {
        var namespace = TemporalCall.namespace(call);
        if (namespace == null || !call.method().equals("POST")) {
            return refused(Code.NOT_FOUND, "Not Found", null);
        }
        if (!isAuthorized(call)) {
            return refused(Code.PERMISSION_DENIED, "Request unauthorized.", null);
        }
        if (!namespace.equals(settings.namespace())) {
            return namespaceNotFound(namespace);
        }
        if (!rateLimit.take()) {
            return refused(
                    Code.RESOURCE_EXHAUSTED,
                    "namespace rate limit exceeded",
                    ResourceExhaustedFailure.newBuilder()
                            .setCause(ResourceExhaustedCause.RESOURCE_EXHAUSTED_CAUSE_RPS_LIMIT)
                            .setScope(ResourceExhaustedScope.RESOURCE_EXHAUSTED_SCOPE_NAMESPACE)
                            .build());
        }
        try {
            return take(TemporalCall.of(call));
        } catch (InvalidProtocolBufferException unreadable) {
            return refused(Code.INVALID_ARGUMENT, "the body is not the request's message", null);
        }
    }

    @Override
    public void reset() {
        workflows.reset();
        rateLimit.reset();
    }

    /** Whoever shows an API key names the namespace beside it: many namespaces share an endpoint. */
    private boolean isAuthorized(Call call) {
        var key = settings.apiKey();
        return key == null
                || (("Bearer " + key).equals(call.headers().get("Authorization"))
                        && settings.namespace().equals(call.headers().get("Temporal-Namespace")));
    }

    private Reply take(TemporalCall call) {
        if (call.size() > MAX_MESSAGE) {
            return refused(
                    Code.RESOURCE_EXHAUSTED,
                    "grpc: received message larger than max (" + call.size() + " vs. " + MAX_MESSAGE + ")",
                    null);
        }
        var wrong = wrong(call);
        if (wrong != null) {
            return refused(Code.INVALID_ARGUMENT, wrong, null, List.of(heard(call, "", wrong)));
        }
        return switch (workflows.take(call)) {
            case Outcome.Taken(var runId, var started, var repeated) ->
                Reply.json(
                        200,
                        new JsonObject(json(taken(call, runId, started))),
                        repeated ? List.of() : List.of(heard(call, runId, null)));
            case Outcome.InUse(var runId, var requestId, var running) ->
                refused(
                        Code.ALREADY_EXISTS,
                        inUse(call, runId, running),
                        WorkflowExecutionAlreadyStartedFailure.newBuilder()
                                .setRunId(runId)
                                .setStartRequestId(requestId)
                                .build());
        };
    }

    private static String inUse(TemporalCall call, String runId, boolean running) {
        var which = ". WorkflowId: " + call.workflow() + ", RunId: " + runId + ".";
        return running
                ? "Workflow execution is already running" + which
                : "Workflow execution already finished successfully" + which + " Workflow Id reuse policy: "
                        + call.reuse() + ".";
    }

    private static Message taken(TemporalCall call, String runId, boolean started) {
        return call.signal() == null
                ? StartWorkflowExecutionResponse.newBuilder()
                        .setRunId(runId)
                        .setStarted(started)
                        .setStatus(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
                        .build()
                : SignalWithStartWorkflowExecutionResponse.newBuilder()
                        .setRunId(runId)
                        .setStarted(started)
                        .build();
    }

    private static @Nullable String wrong(TemporalCall call) {
        var start = call.start();
        var unset = unset(call.signal(), "SignalName");
        for (var one : List.of(
                new String[] {"WorkflowId", call.workflow()},
                new String[] {"WorkflowType", start.type()},
                new String[] {"TaskQueue", start.queue()})) {
            unset = unset == null ? unset(one[1], one[0]) : unset;
        }
        if (unset != null) {
            return unset;
        }
        if (start.requestId().length() > MAX_ID) {
            return "RequestId length exceeds limit.";
        }
        if (start.said().getSerializedSize() > MAX_BLOB) {
            return "Blob data size exceeds limit.";
        }
        return wrongPolicies(call);
    }

    private static @Nullable String unset(@Nullable String name, String what) {
        if (name == null) {
            return null;
        }
        return name.isEmpty()
                ? what + " is not set on request."
                : name.length() > MAX_ID ? what + " length exceeds limit." : null;
    }

    private static @Nullable String wrongPolicies(TemporalCall call) {
        boolean unspecified = call.conflict() == WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_UNSPECIFIED;
        if (TemporalWorkflows.isDeprecated(call.reuse()) && !unspecified) {
            return "Invalid WorkflowIDReusePolicy: " + call.reuse()
                    + " cannot be used together with a WorkflowIdConflictPolicy.";
        }
        return switch (call.conflict()) {
            case WORKFLOW_ID_CONFLICT_POLICY_FAIL ->
                call.signal() == null
                        ? null
                        : "Invalid WorkflowIDConflictPolicy: " + call.conflict()
                                + " is not supported for this operation.";
            case WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING ->
                call.reuse().name().equals("WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE")
                        ? "Invalid WorkflowIDReusePolicy: " + call.reuse()
                                + " cannot be used together with WorkflowIdConflictPolicy " + call.conflict() + "."
                        : null;
            case UNRECOGNIZED -> "Invalid WorkflowIDConflictPolicy.";
            default -> null;
        };
    }

    /** What the server sees, and what the workers make of the argument. */
    private JsonObject heard(TemporalCall call, String runId, @Nullable String refused) {
        var argument = workers.read(call);
        var said = argument == null ? new JsonObject() : argument;
        var name = call.signal() == null ? call.start().type() : call.signal();
        var heard = Heard.record(
                        name + "." + said.getString("operation", "unreadable"),
                        call.start().requestId(),
                        said.getJsonObject("identifiers", new JsonObject()),
                        said.getJsonObject("fields"),
                        argument == null && refused == null ? "the workers cannot read it" : refused)
                .put("call", call.method())
                .put("workflowId", call.workflow())
                .put("runId", runId)
                .put("workflowType", call.start().type())
                .put("taskQueue", call.start().queue());
        for (var more : List.of("audience", "event", "purpose", "channel")) {
            if (said.containsKey(more)) {
                heard.put(more, said.getValue(more));
            }
        }
        return heard;
    }

    static Reply namespaceNotFound(String namespace) {
        return refused(
                Code.NOT_FOUND,
                "Namespace " + namespace + " is not found.",
                NamespaceNotFoundFailure.newBuilder().setNamespace(namespace).build());
    }

    private static Reply refused(Code code, String message, @Nullable Message detail) {
        return refused(code, message, detail, List.of());
    }

    private static Reply refused(Code code, String message, @Nullable Message detail, List<JsonObject> records) {
        var status = com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(message);
        if (detail != null) {
            status.addDetails(Any.pack(detail));
        }
        return new Reply(
                HttpStatus.of(code), Map.of("Content-Type", "application/json"), json(status.build()), records);
    }

    private static String json(Message message) {
        try {
            return JsonFormat.printer()
                    .usingTypeRegistry(DETAILS)
                    .omittingInsignificantWhitespace()
                    .print(message);
        } catch (InvalidProtocolBufferException unknownDetail) {
            throw new UncheckedIOException(unknownDetail);
        }
    }
}

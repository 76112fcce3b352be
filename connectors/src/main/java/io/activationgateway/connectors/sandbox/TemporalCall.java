package io.activationgateway.connectors.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.activationgateway.connectors.sandbox.Simulation.Call;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.net.URLDecoder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A workflow to be started, and perhaps a signal to it, as Temporal's HTTP API or its gRPC service was asked.
 *
 * @param signal null where it is only to be started
 * @param size of the message, in bytes
 */
record TemporalCall(
        String namespace,
        String workflow,
        @Nullable String signal,
        Start start,
        WorkflowIdReusePolicy reuse,
        WorkflowIdConflictPolicy conflict,
        int size) {

    private static final Pattern PATH = Pattern.compile(
            "/api/v1/namespaces/(?<namespace>[^/]*)/workflows/(?<workflow>[^/]*)(/signal-with-start/(?<signal>[^/]*))?");

    /** What both calls have in common; {@code said} is the signal's input, or the workflow's. */
    record Start(String type, String queue, String requestId, Payloads said) {}

    /** The path's namespace, also of a request whose body cannot be read; null where the path is none of these. */
    static @Nullable String namespace(Call call) {
        var path = PATH.matcher(call.path());
        return path.matches() ? decoded(path.group("namespace")) : null;
    }

    /**
     * Reads a request; what the path names counts.
     *
     * @throws InvalidProtocolBufferException where its body is not the message, all of its fields known
     */
    static TemporalCall of(Call call) throws InvalidProtocolBufferException {
        var path = PATH.matcher(call.path());
        if (!path.matches()) {
            throw new IllegalArgumentException("no path of a workflow");
        }
        var namespace = decoded(path.group("namespace"));
        var workflow = decoded(path.group("workflow"));
        if (path.group("signal") != null) {
            return signal(call, namespace, workflow, decoded(path.group("signal")));
        }
        var start = StartWorkflowExecutionRequest.newBuilder();
        JsonFormat.parser().merge(call.body().toString(UTF_8), start);
        return new TemporalCall(
                namespace,
                workflow,
                null,
                new Start(
                        start.getWorkflowType().getName(),
                        start.getTaskQueue().getName(),
                        start.getRequestId(),
                        start.getInput()),
                start.getWorkflowIdReusePolicy(),
                start.getWorkflowIdConflictPolicy(),
                start.build().getSerializedSize());
    }

    private static TemporalCall signal(Call call, String namespace, String workflow, String signal)
            throws InvalidProtocolBufferException {
        var said = SignalWithStartWorkflowExecutionRequest.newBuilder();
        JsonFormat.parser().merge(call.body().toString(UTF_8), said);
        return new TemporalCall(
                namespace,
                workflow,
                signal,
                new Start(
                        said.getWorkflowType().getName(),
                        said.getTaskQueue().getName(),
                        said.getRequestId(),
                        said.getSignalInput()),
                said.getWorkflowIdReusePolicy(),
                said.getWorkflowIdConflictPolicy(),
                said.build().getSerializedSize());
    }

    /** The name of the gRPC method. */
    String method() {
        return signal == null ? "StartWorkflowExecution" : "SignalWithStartWorkflowExecution";
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
    }

    @Override
    public String toString() {
        return "TemporalCall[" + method() + ", " + size + " bytes]";
    }
}

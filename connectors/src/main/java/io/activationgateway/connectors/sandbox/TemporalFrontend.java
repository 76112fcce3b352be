package io.activationgateway.connectors.sandbox;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.activationgateway.connectors.sandbox.Simulation.Call;
import io.activationgateway.connectors.sandbox.Simulation.Reply;
import io.grpc.Status.Code;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * Temporal's gRPC service on the sandbox's own port, over HTTP/2 without TLS. A call becomes the request of the HTTP API
 * that says the same, and that one's answer becomes the call's: what is made to fail, kept and shown has the form of the
 * HTTP API. Calls carry no destination's name: the namespace says whose they are.
 *
 * <p>A failure's status stands for the gRPC status that the HTTP API would answer so; {@code Retry-After} has no
 * counterpart.
 */
final class TemporalFrontend {

    /** Where the paths of all its methods begin. */
    static final String SERVICE = "/temporal.api.workflowservice.v1.WorkflowService/";

    private static final String START = "StartWorkflowExecution";
    private static final String SIGNAL_WITH_START = "SignalWithStartWorkflowExecution";
    private static final int PREFIX = 5;

    private final Map<String, Stage> namespaces;

    /** {@code namespaces} are those that are played, by name. */
    TemporalFrontend(Map<String, Stage> namespaces) {
        this.namespaces = Map.copyOf(namespaces);
    }

    void serve(HttpServerRequest request, String method, Buffer body) {
        var type = request.getHeader("Content-Type");
        if (request.version() != HttpVersion.HTTP_2 || type == null || !type.startsWith("application/grpc")) {
            request.response().setStatusCode(415).end();
        } else if (!"trailers".equals(request.getHeader("TE"))) {
            end(request, Code.INTERNAL, "TE is not trailers");
        } else if (!method.equals(START) && !method.equals(SIGNAL_WITH_START)) {
            end(request, Code.UNIMPLEMENTED, "unknown method " + method);
        } else if (body.length() < PREFIX || body.getInt(1) != body.length() - PREFIX) {
            end(request, Code.INTERNAL, "not one whole message");
        } else if (body.getByte(0) != 0) {
            end(request, Code.UNIMPLEMENTED, "no compression is supported");
        } else {
            call(request, method, body.getBytes(PREFIX, body.length()));
        }
    }

    private void call(HttpServerRequest request, String method, byte[] message) {
        try {
            var headers = request.headers();
            var call = method.equals(START) ? start(message, headers) : signal(message, headers);
            var namespace = TemporalCall.namespace(call);
            var stage = namespace == null ? null : namespaces.get(namespace);
            if (stage == null) {
                answer(request, method, TemporalSimulation.namespaceNotFound(String.valueOf(namespace)));
            } else {
                stage.serve(request, call, reply -> answer(request, method, reply));
            }
        } catch (InvalidProtocolBufferException broken) {
            end(request, Code.INTERNAL, "the message cannot be read");
        }
    }

    private static Call start(byte[] message, MultiMap headers) throws InvalidProtocolBufferException {
        var start = StartWorkflowExecutionRequest.parseFrom(message);
        return post(path(start.getNamespace(), start.getWorkflowId()), headers, start);
    }

    private static Call signal(byte[] message, MultiMap headers) throws InvalidProtocolBufferException {
        var signal = SignalWithStartWorkflowExecutionRequest.parseFrom(message);
        var path = path(signal.getNamespace(), signal.getWorkflowId());
        return post(path + "/signal-with-start/" + segment(signal.getSignalName()), headers, signal);
    }

    private static Call post(String path, MultiMap headers, Message message) throws InvalidProtocolBufferException {
        var json = JsonFormat.printer().omittingInsignificantWhitespace().print(message);
        return new Call("POST", path, MultiMap.caseInsensitiveMultiMap(), headers, Buffer.buffer(json));
    }

    private static String path(String namespace, String workflow) {
        return "/api/v1/namespaces/" + segment(namespace) + "/workflows/" + segment(workflow);
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void answer(HttpServerRequest request, String method, Reply reply) {
        if (reply.status() < 200 || reply.status() > 299) {
            refuse(request, reply);
            return;
        }
        var message = message(method, reply.body());
        request.response()
                .putHeader("Content-Type", "application/grpc")
                .putTrailer("grpc-status", "0")
                .end(Buffer.buffer(PREFIX + message.length)
                        .appendByte((byte) 0)
                        .appendInt(message.length)
                        .appendBytes(message));
    }

    /** What is not the answer's JSON goes out as it is, and is a broken message there. */
    private static byte[] message(String method, String json) {
        Message.Builder answer = method.equals(START)
                ? StartWorkflowExecutionResponse.newBuilder()
                : SignalWithStartWorkflowExecutionResponse.newBuilder();
        try {
            JsonFormat.parser().merge(json, answer);
            return answer.build().toByteArray();
        } catch (InvalidProtocolBufferException notTheAnswer) {
            return json.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static void refuse(HttpServerRequest request, Reply reply) {
        var status = com.google.rpc.Status.newBuilder();
        try {
            JsonFormat.parser().usingTypeRegistry(TemporalSimulation.DETAILS).merge(reply.body(), status);
        } catch (InvalidProtocolBufferException noStatus) {
            status.clear();
        }
        if (status.getCode() == 0) {
            end(request, code(reply.status()), "");
            return;
        }
        request.response()
                .putHeader(
                        "grpc-status-details-bin",
                        Base64.getEncoder()
                                .withoutPadding()
                                .encodeToString(status.build().toByteArray()));
        end(request, io.grpc.Status.fromCodeValue(status.getCode()).getCode(), status.getMessage());
    }

    private static void end(HttpServerRequest request, Code code, String message) {
        request.response()
                .putHeader("Content-Type", "application/grpc")
                .putHeader("grpc-status", Integer.toString(code.value()))
                .putHeader("grpc-message", segment(message))
                .end();
    }

    private static Code code(int httpStatus) {
        return switch (httpStatus) {
            case 400 -> Code.INVALID_ARGUMENT;
            case 401 -> Code.UNAUTHENTICATED;
            case 403 -> Code.PERMISSION_DENIED;
            case 404 -> Code.NOT_FOUND;
            case 409 -> Code.ABORTED;
            case 429 -> Code.RESOURCE_EXHAUSTED;
            case 499 -> Code.CANCELLED;
            case 501 -> Code.UNIMPLEMENTED;
            case 502, 503 -> Code.UNAVAILABLE;
            case 504 -> Code.DEADLINE_EXCEEDED;
            default -> httpStatus >= 500 ? Code.INTERNAL : Code.FAILED_PRECONDITION;
        };
    }
}

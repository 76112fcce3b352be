package io.activationgateway.connectors.temporal;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.activationgateway.connectors.courier.Pem;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.temporal.api.errordetails.v1.WorkflowExecutionAlreadyStartedFailure;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * A call as a server saw it.
 *
 * @param certificate whether the client showed one
 * @param message in the JSON form of protocol buffers
 */
record CaughtCall(String method, String authority, Metadata metadata, boolean certificate, JsonObject message) {

    /** A server over TLS that catches what it is asked and answers as it is told. */
    static final class Catcher {

        private static final Context.Key<CaughtCall> SEEN = Context.key("seen");
        private static final JsonFormat.TypeRegistry DETAILS = JsonFormat.TypeRegistry.newBuilder()
                .add(WorkflowExecutionAlreadyStartedFailure.getDescriptor()
                        .getFile()
                        .getMessageTypes())
                .build();

        private final Server server;
        private final BlockingQueue<JsonObject> replies = new LinkedBlockingQueue<>();
        private final BlockingQueue<CaughtCall> caught = new LinkedBlockingQueue<>();

        Catcher(Pem own, Pem client) throws Exception {
            server = Grpc.newServerBuilderForPort(
                            0,
                            TlsServerCredentials.newBuilder()
                                    .keyManager(
                                            own.certificate().toFile(),
                                            own.key().toFile())
                                    .trustManager(client.certificate().toFile())
                                    .clientAuth(TlsServerCredentials.ClientAuth.OPTIONAL)
                                    .build())
                    .addService(new Frontend())
                    .intercept(new Head())
                    .build()
                    .start();
        }

        int port() {
            return server.getPort();
        }

        /** What the next call is answered. */
        void answer(JsonObject reply) {
            replies.add(reply);
        }

        CaughtCall caught() throws InterruptedException {
            return caught.poll(20, TimeUnit.SECONDS);
        }

        void stop() throws InterruptedException {
            server.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
        }

        private <T extends Message> void reply(Message message, Message.Builder answer, StreamObserver<T> to) {
            try {
                var seen = SEEN.get();
                caught.add(new CaughtCall(
                        seen.method(), seen.authority(), seen.metadata(), seen.certificate(), json(message)));
                var reply = replies.remove();
                if (!reply.getString("code").equals("OK")) {
                    to.onError(StatusProto.toStatusRuntimeException(status(reply)));
                    return;
                }
                JsonFormat.parser().merge(reply.getJsonObject("message").encode(), answer);
                @SuppressWarnings("unchecked")
                var built = (T) answer.build();
                to.onNext(built);
                to.onCompleted();
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
        }

        private static com.google.rpc.Status status(JsonObject reply) throws InvalidProtocolBufferException {
            var status = com.google.rpc.Status.newBuilder()
                    .setCode(Status.Code.valueOf(reply.getString("code")).value())
                    .setMessage(reply.getString("description"));
            if (reply.containsKey("details")) {
                for (var detail : reply.getJsonArray("details")) {
                    var any = Any.newBuilder();
                    JsonFormat.parser().usingTypeRegistry(DETAILS).merge(((JsonObject) detail).encode(), any);
                    status.addDetails(any);
                }
            }
            return status.build();
        }

        private static JsonObject json(Message message) throws InvalidProtocolBufferException {
            return new JsonObject(JsonFormat.printer().print(message));
        }

        /** Sees what goes before the message. */
        private static final class Head implements ServerInterceptor {

            @Override
            public <A, B> ServerCall.Listener<A> interceptCall(
                    ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
                var seen = new CaughtCall(
                        String.valueOf(call.getMethodDescriptor().getBareMethodName()),
                        String.valueOf(call.getAuthority()),
                        headers,
                        isCertified(call),
                        new JsonObject());
                return Contexts.interceptCall(Context.current().withValue(SEEN, seen), call, headers, next);
            }

            private static boolean isCertified(ServerCall<?, ?> call) {
                var session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
                try {
                    return session != null && session.getPeerCertificates().length > 0;
                } catch (SSLPeerUnverifiedException none) {
                    return false;
                }
            }
        }

        private final class Frontend extends WorkflowServiceGrpc.WorkflowServiceImplBase {

            @Override
            public void startWorkflowExecution(
                    StartWorkflowExecutionRequest request, StreamObserver<StartWorkflowExecutionResponse> to) {
                reply(request, StartWorkflowExecutionResponse.newBuilder(), to);
            }

            @Override
            public void signalWithStartWorkflowExecution(
                    SignalWithStartWorkflowExecutionRequest request,
                    StreamObserver<SignalWithStartWorkflowExecutionResponse> to) {
                reply(request, SignalWithStartWorkflowExecutionResponse.newBuilder(), to);
            }
        }
    }
}

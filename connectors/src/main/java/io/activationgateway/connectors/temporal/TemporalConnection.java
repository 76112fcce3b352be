package io.activationgateway.connectors.temporal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.courier.CourierSettings;
import io.activationgateway.connectors.courier.SdkConnection;
import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The stubs of Temporal's SDK over one gRPC channel. A refusal of the service becomes the status of its HTTP API. */
final class TemporalConnection implements SdkConnection {

    private static final String WORKFLOWS = "/workflows/";
    private static final String SIGNAL = "/signal-with-start/";

    /** As the SDK's own channels have it: what stands between drops a silent connection without a word. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    private static final Duration KEEP_ALIVE_PATIENCE = Duration.ofSeconds(15);

    private final ManagedChannel channel;

    TemporalConnection(Endpoint endpoint, InetAddress address, CourierSettings settings) {
        channel = NettyChannelBuilder.forAddress(
                        new InetSocketAddress(address, endpoint.port()),
                        endpoint.tls() ? tls(settings) : InsecureChannelCredentials.create())
                .overrideAuthority(endpoint.host() + ":" + endpoint.port())
                .disableRetry()
                .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .keepAliveWithoutCalls(true)
                .maxInboundMessageSize(settings.maxAnswerBytes())
                .build();
        warmUp();
    }

    /** Loads the many classes of a first call here, on a worker, rather than on the event loop that makes it. */
    private void warmUp() {
        var nothing = new VendorRequest(HttpMethod.POST, "/", Map.of(), Buffer.buffer("{\"identity\":\"\"}"));
        read(nothing, StartWorkflowExecutionRequest.newBuilder());
        read(nothing, SignalWithStartWorkflowExecutionRequest.newBuilder());
        WorkflowServiceGrpc.newFutureStub(channel);
    }

    private static ChannelCredentials tls(CourierSettings settings) {
        var reach = settings.reach();
        var tls = TlsChannelCredentials.newBuilder();
        try {
            var own = reach.certificate();
            if (own != null) {
                tls.keyManager(own.certificate().toFile(), own.key().toFile());
            }
            var authorities = reach.authorities();
            if (authorities != null) {
                tls.trustManager(authorities.toFile());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return tls.build();
    }

    @Override
    public CompletionStage<Void> ready(Duration patience) {
        var ready = new CompletableFuture<Void>();
        var now = channel.getState(true);
        if (now == ConnectivityState.TRANSIENT_FAILURE) {
            // The pauses between attempts are the courier's; the channel's own grow to two minutes.
            channel.resetConnectBackoff();
            channel.notifyWhenStateChanged(now, () -> follow(channel.getState(true), ready));
        } else {
            follow(now, ready);
        }
        return ready.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void follow(ConnectivityState state, CompletableFuture<Void> ready) {
        if (state == ConnectivityState.READY) {
            ready.complete(null);
        } else if (state == ConnectivityState.TRANSIENT_FAILURE || state == ConnectivityState.SHUTDOWN) {
            ready.completeExceptionally(new TimeoutException("no connection: " + state));
        } else if (!ready.isDone()) {
            channel.notifyWhenStateChanged(state, () -> follow(channel.getState(true), ready));
        }
    }

    @Override
    public boolean isReady() {
        return channel.getState(false) == ConnectivityState.READY;
    }

    @Override
    public Call call(VendorRequest request, Duration timeout) {
        var stub = WorkflowServiceGrpc.newFutureStub(channel)
                .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers(request)));
        var path = request.pathAndQuery();
        int signal = path.indexOf(SIGNAL);
        var namespace = between(path, "/namespaces/", WORKFLOWS);
        var workflow = signal < 0 ? after(path, WORKFLOWS) : between(path, WORKFLOWS, SIGNAL);
        if (signal < 0) {
            var start = StartWorkflowExecutionRequest.newBuilder();
            read(request, start);
            return new Under<>(stub.startWorkflowExecution(
                    start.setNamespace(namespace).setWorkflowId(workflow).build()));
        }
        var said = SignalWithStartWorkflowExecutionRequest.newBuilder();
        read(request, said);
        return new Under<>(stub.signalWithStartWorkflowExecution(said.setNamespace(namespace)
                .setWorkflowId(workflow)
                .setSignalName(after(path, SIGNAL))
                .build()));
    }

    @Override
    public void close() {
        channel.shutdown();
    }

    private static void read(VendorRequest request, Message.Builder into) {
        try {
            JsonFormat.parser().merge(request.body().toString(UTF_8), into);
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalArgumentException("the request is none of Temporal's", broken);
        }
    }

    private static Metadata headers(VendorRequest request) {
        var headers = new Metadata();
        request.headers().forEach((name, value) -> {
            if (!name.equals("Content-Type")) {
                headers.put(Metadata.Key.of(name.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER), value);
            }
        });
        return headers;
    }

    private static String between(String path, String before, String end) {
        int from = path.indexOf(before) + before.length();
        return decoded(path.substring(from, path.indexOf(end, from)));
    }

    private static String after(String path, String before) {
        return decoded(path.substring(path.indexOf(before) + before.length()));
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
    }

    /** A call that the stub has begun. */
    private static final class Under<T> implements Call {

        private final ListenableFuture<T> answer;
        private final CompletableFuture<Reply> reply = new CompletableFuture<>();

        Under(ListenableFuture<T> answer) {
            this.answer = answer;
            Futures.addCallback(
                    answer,
                    new FutureCallback<T>() {
                        @Override
                        public void onSuccess(@Nullable T message) {
                            reply.complete(new Reply(200, Buffer.buffer("{}")));
                        }

                        @Override
                        public void onFailure(Throwable failure) {
                            ended(Status.fromThrowable(failure).getCode());
                        }
                    },
                    MoreExecutors.directExecutor());
        }

        /** What the client itself broke off has no answer; the service's message may quote an id and is left out. */
        private void ended(Status.Code code) {
            if (code == Status.Code.CANCELLED || code == Status.Code.DEADLINE_EXCEEDED || answer.isCancelled()) {
                reply.completeExceptionally(new TimeoutException("no answer: " + code));
            } else {
                reply.complete(new Reply(HttpStatus.of(code), Buffer.buffer("{\"code\":" + code.value() + "}")));
            }
        }

        @Override
        public CompletionStage<Reply> reply() {
            return reply;
        }

        @Override
        public void cancel() {
            answer.cancel(true);
        }
    }
}

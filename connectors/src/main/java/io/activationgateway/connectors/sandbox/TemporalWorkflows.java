package io.activationgateway.connectors.sandbox;

import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The workflows of a namespace. Its workers are quick: a workflow that is only started has ended by the next request; one
 * that is signalled runs on, and continues as new before its history is too long.
 */
final class TemporalWorkflows {

    private final Map<String, Run> latest = new HashMap<>();

    /** One run of a workflow, with the ids of the requests that signalled it. */
    private record Run(String id, String requestId, boolean running, Set<String> signals) {}

    /** What becomes of a request. */
    sealed interface Outcome {

        /**
         * It is taken.
         *
         * @param started whether it started the run
         * @param repeated whether the same request was taken before, so that nothing happened now
         */
        record Taken(String runId, boolean started, boolean repeated) implements Outcome {}

        /** The workflow's id is in use, by a run that goes on or has ended. */
        record InUse(String runId, String requestId, boolean running) implements Outcome {}
    }

    Outcome take(TemporalCall call) {
        var run = latest.get(call.workflow());
        if (run == null) {
            return begin(call);
        }
        var requestId = call.start().requestId();
        if (call.signal() == null && !requestId.isEmpty() && requestId.equals(run.requestId())) {
            return new Outcome.Taken(run.id(), true, true);
        }
        return run.running() ? whileRunning(call, run) : afterwards(call, run);
    }

    void reset() {
        latest.clear();
    }

    private Outcome whileRunning(TemporalCall call, Run run) {
        if (terminates(call)) {
            return begin(call);
        }
        if (call.signal() != null) {
            return new Outcome.Taken(run.id(), false, !signals(call, run.signals()));
        }
        return call.conflict() == WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING
                ? new Outcome.Taken(run.id(), false, false)
                : new Outcome.InUse(run.id(), run.requestId(), true);
    }

    private Outcome afterwards(TemporalCall call, Run run) {
        return switch (call.reuse()) {
            // None of these workers fails.
            case WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE, WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY ->
                new Outcome.InUse(run.id(), run.requestId(), false);
            default -> begin(call);
        };
    }

    private static boolean terminates(TemporalCall call) {
        return call.conflict() == WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING
                || isDeprecated(call.reuse());
    }

    /** {@code TERMINATE_IF_RUNNING}, which the SDK marks as deprecated and servers still take. */
    static boolean isDeprecated(WorkflowIdReusePolicy policy) {
        return policy.name().equals("WORKFLOW_ID_REUSE_POLICY_TERMINATE_IF_RUNNING");
    }

    private Outcome begin(TemporalCall call) {
        var run =
                new Run(UUID.randomUUID().toString(), call.start().requestId(), call.signal() != null, new HashSet<>());
        signals(call, run.signals());
        latest.put(call.workflow(), run);
        return new Outcome.Taken(run.id(), true, false);
    }

    /** Whether the signal is new to the run; one without an id always is. */
    private static boolean signals(TemporalCall call, Set<String> seen) {
        var requestId = call.start().requestId();
        return requestId.isEmpty() || seen.add(requestId);
    }
}

package io.activationgateway.gateway.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether nodes that drained one destination in turn kept out of each other's way, by the last checks of what they sent. */
final class Claims {

    /** A queued request's key names its activation, its chunk, the claim's epoch and the try, the last three to base 36. */
    private static final Pattern QUEUED =
            Pattern.compile("attempt=\\S+/[0-9A-Z]{26}-[0-9a-z]+-([0-9a-z]+)-[0-9a-z]+-\\d+; checked=(-?\\d+);.*");

    private static final int RADIX = 36;
    private static final double SECOND = 1e9;

    private Claims() {}

    /**
     * A queued request that a vendor had.
     *
     * @param epoch of the claim under which it was sent
     * @param checked when its last check was, on the machine's monotonic clock in nanoseconds
     */
    record Check(long epoch, long checked) {

        /** Reads what a gateway tells a simulated vendor; empty for a request that was not queued. */
        static Optional<Check> of(String told) {
            var found = QUEUED.matcher(told);
            return found.matches()
                    ? Optional.of(new Check(Long.parseLong(found.group(1), RADIX), Long.parseLong(found.group(2))))
                    : Optional.empty();
        }
    }

    /** Requests that a last check let go under a claim after one had gone under a later claim. */
    static List<String> violations(String destination, List<Check> checks) {
        var sorted =
                checks.stream().sorted(Comparator.comparingLong(Check::checked)).toList();
        var violations = new ArrayList<String>();
        Check latest = null;
        for (var check : sorted) {
            if (latest == null || check.epoch() >= latest.epoch()) {
                latest = check;
            } else {
                violations.add(String.format(
                        Locale.ROOT,
                        "%s was sent to under claim %d, %.3f s after it had been under claim %d",
                        destination,
                        check.epoch(),
                        (check.checked() - latest.checked()) / SECOND,
                        latest.epoch()));
            }
        }
        return violations;
    }
}

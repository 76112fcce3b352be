package io.activationgateway.connectors.customerio;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.RetryAfter;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import java.time.Duration;

/**
 * Asks once, before anything is sent, in which region the account lives. The American host takes what is sent to a European
 * account and passes it on, so that a wrong setting would look like success. Thread-safe.
 */
final class RegionCheck {

    private final String region;
    private final VendorRequest question;
    private volatile boolean passed;

    /** {@code passed} where it is not to be asked. */
    RegionCheck(String region, VendorRequest question, boolean passed) {
        this.region = requireNonNull(region, "region");
        this.question = requireNonNull(question, "question");
        this.passed = passed;
    }

    /** The request, or first the question with the request kept for later. */
    Sent before(Sent sent) {
        return passed ? sent : sent.after(question);
    }

    /** What the answer to the question means for the request that waits. Nobody's data has left yet. */
    Answer read(Sent sent, VendorRequest later, VendorResponse response) {
        if (response.status() == 400) {
            return new Answer.Stop(VendorCode.CREDENTIALS_REFUSED);
        }
        if (!response.success()) {
            return StatusAnswer.of(sent, response) instanceof Answer.Retry(var after, var why, var _)
                    ? new Answer.Retry(after, why, false)
                    : new Answer.Stop(
                            response.status() == 401 || response.status() == 403
                                    ? VendorCode.CREDENTIALS_REFUSED
                                    : VendorCode.ENDPOINT_WRONG);
        }
        var said = ReplyJson.of(response.body()).get("region").text();
        if (said.isEmpty()) {
            return new Answer.Retry(RetryAfter.of(response), VendorCode.VENDOR_ERROR, false);
        }
        if (!said.equals(region)) {
            return new Answer.Stop(VendorCode.REGION_WRONG);
        }
        passed = true;
        return new Answer.Next(sent.saying(later), Duration.ZERO);
    }
}

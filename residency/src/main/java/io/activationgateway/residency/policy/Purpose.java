package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.signal.SignalDemands;

/**
 * What data is activated for.
 *
 * @param name as senders say it, such as {@code email-newsletter}
 * @param brand whose consents count
 * @param promotional whether what is said advertises; a service message that does is direct marketing
 * @param recurring whether it happens on a schedule, which no derogation of transfer law carries
 * @param ownSimilarProducts whether it advertises only the sender's own products similar to those sold (ePrivacy 13(2))
 * @param signals what the consent signals of a row must say
 */
public record Purpose(
        String name,
        String title,
        PurposeCode code,
        Channel channel,
        String brand,
        boolean promotional,
        boolean recurring,
        boolean ownSimilarProducts,
        SignalDemands signals)
        implements PolicyDocument {

    public Purpose {
        requireNonNull(name, "name");
        requireNonNull(title, "title");
        requireNonNull(code, "code");
        requireNonNull(channel, "channel");
        requireNonNull(brand, "brand");
        requireNonNull(signals, "signals");
        if (code == PurposeCode.DIRECT_MARKETING && channel == Channel.NONE) {
            // Without a channel no message law would be asked.
            throw new IllegalArgumentException(
                    "purpose " + name
                            + ": DIRECT_MARKETING without a channel (expected: the channel that reaches the person, such as EMAIL)");
        }
    }

    /** The cell of a consent profile that this purpose looks at. */
    public Cell cell() {
        return new Cell(brand, code, channel);
    }
}

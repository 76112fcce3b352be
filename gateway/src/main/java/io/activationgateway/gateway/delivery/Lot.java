package io.activationgateway.gateway.delivery;

import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;

/**
 * How the rows of a batch stand to the activation they belong to, which may have more of them.
 *
 * @param key names this try of these rows: never used for other rows or another try
 * @param index the position in the activation of a row of the batch
 * @param mine whether this node may still send them, asked in every last check
 * @param comesAgain whether what is not taken now comes again in another lot, so that the vendor is to recognise it
 */
public record Lot(String key, IntUnaryOperator index, BooleanSupplier mine, boolean comesAgain) {

    /** A batch that is its activation. */
    public static Lot whole(Activation activation) {
        return new Lot(activation.id(), IntUnaryOperator.identity(), () -> true, false);
    }
}

package io.activationgateway.gateway.delivery;

import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;

/**
 * How the rows of a batch stand to the activation they belong to, which may have more of them.
 *
 * @param key the stem of the request keys: never used for other rows or another try
 * @param index the position in the activation of a row of the batch
 * @param mine whether this node may still send them, asked in every last check
 */
public record Lot(String key, IntUnaryOperator index, BooleanSupplier mine) {

    /** A batch that is its activation. */
    public static Lot whole(Activation activation) {
        return new Lot(activation.id(), IntUnaryOperator.identity(), () -> true);
    }
}

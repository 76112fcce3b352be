package io.activationgateway.gateway.optout;

import java.util.Arrays;

/** The numbers of the few forms in which records go to a destination, for the disclosure record in memory. Immutable. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Ways(long[] forms, int[] numbers) {

    static final Ways NONE = new Ways(new long[0], new int[0]);

    /** -1 for a form in which nothing has gone. */
    int of(long form) {
        for (int i = 0; i < forms.length; i++) {
            if (forms[i] == form) {
                return numbers[i];
            }
        }
        return -1;
    }

    Ways with(long form, int number) {
        var more = Arrays.copyOf(forms, forms.length + 1);
        var numbered = Arrays.copyOf(numbers, numbers.length + 1);
        more[forms.length] = form;
        numbered[numbers.length] = number;
        return new Ways(more, numbered);
    }
}

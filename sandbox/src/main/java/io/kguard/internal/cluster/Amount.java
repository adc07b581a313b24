// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import tools.jackson.databind.JsonNode;

/**
 * An amount of a resource, written as Kubernetes does.
 *
 * <p>Source: Kubernetes API, {@code Quantity}.
 *
 * @param value its value
 * @param binary whether it is written with the suffixes {@code Ki}, {@code Mi} and so on
 */
record Amount(BigDecimal value, boolean binary) {
    static final Amount NONE = new Amount(BigDecimal.ZERO, false);
    static final Amount ONE = new Amount(BigDecimal.ONE, false);

    private static final String[] DECIMAL = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
    private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    private static final int LONGEST = 64;

    /**
     * Reads an amount.
     *
     * @throws ApiStatus 400 if it is none
     */
    static Amount of(JsonNode text) {
        String given = text.asString("");
        try {
            if (given.length() > LONGEST) {
                throw new IllegalArgumentException("it is too long");
            }
            BigDecimal value = Quantity.parse(given).getNumericalAmount();
            if (value.precision() - value.scale() > LONGEST || value.scale() > LONGEST) {
                throw new IllegalArgumentException("it is too large or too fine");
            }
            return new Amount(value, given.endsWith("i"));
        } catch (RuntimeException e) { // of fabric8's parser, which has no exception of its own
            throw ApiStatus.badRequest("\"" + given + "\" is no quantity, such as 500m, 2 or 128Mi: " + e.getMessage());
        }
    }

    Amount plus(Amount other) {
        return new Amount(value.add(other.value), value.signum() == 0 ? other.binary : binary);
    }

    Amount minus(Amount other) {
        return new Amount(value.subtract(other.value), binary);
    }

    Amount max(Amount other) {
        return other.isMoreThan(this) ? other : this;
    }

    boolean isMoreThan(Amount other) {
        return value.compareTo(other.value) > 0;
    }

    boolean isNone() {
        return value.signum() == 0;
    }

    /** Its text with the largest suffix that leaves a whole number. */
    @Override
    public String toString() {
        if (isNone()) {
            return "0";
        }
        if (binary && value.abs().compareTo(BigDecimal.valueOf(1024)) >= 0 && isWhole(value)) {
            BigInteger number = value.toBigInteger();
            int suffix = 0;
            while (suffix < BINARY.length - 1
                    && number.mod(BigInteger.valueOf(1024)).signum() == 0) {
                number = number.shiftRight(10);
                suffix++;
            }
            return number + BINARY[suffix];
        }
        BigDecimal number = value.movePointRight(9).setScale(0, RoundingMode.UP);
        int suffix = 0;
        while (suffix < DECIMAL.length - 1 && isWhole(number.movePointLeft(3))) {
            number = number.movePointLeft(3);
            suffix++;
        }
        return number.toBigInteger() + DECIMAL[suffix];
    }

    private static boolean isWhole(BigDecimal number) {
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }
}

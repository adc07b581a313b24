// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order of releases of kernels: numbers by their size; a release candidate, such as 7.3~rc5, before its release. */
final class KernelVersion {
    static final Comparator<String> ORDER = KernelVersion::compare;

    private static final Pattern NUMBER = Pattern.compile("\\d+|[~-]rc(?=\\d)");
    private static final BigInteger CANDIDATE = BigInteger.valueOf(-1);

    private KernelVersion() {}

    /**
     * Whether a release is of a version: 6.1.0-50-amd64 is of 6.1, and 6.12.1 is not. A release candidate is only of a version that
     * says so. Every release is of the empty version.
     */
    static boolean matches(String version, String release) {
        if (version.isEmpty()) {
            return true;
        }
        String rest = release.startsWith(version) ? release.substring(version.length()) : "0";
        return !rest.matches("\\d.*") && !numbers(rest).contains(CANDIDATE);
    }

    private static int compare(String left, String right) {
        List<BigInteger> ones = numbers(left);
        List<BigInteger> others = numbers(right);
        for (int i = 0; i < Math.min(ones.size(), others.size()); i++) {
            int difference = ones.get(i).compareTo(others.get(i));
            if (difference != 0) {
                return difference;
            }
        }
        int longer = Integer.compare(ones.size(), others.size());
        return longer == 0 ? left.compareTo(right) : longer;
    }

    private static List<BigInteger> numbers(String text) {
        List<BigInteger> numbers = new ArrayList<>();
        Matcher number = NUMBER.matcher(text);
        while (number.find()) {
            numbers.add(number.group().endsWith("rc") ? CANDIDATE : new BigInteger(number.group()));
        }
        return numbers;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container's memory and processor resources in the kernel's terms.
 *
 * @param memoryBytes 0 for no limit
 * @param cpuShares as a kubelet computes them from the request
 * @param cpuQuota microseconds per {@link #CPU_PERIOD}; 0 for no limit
 */
record Resources(long memoryBytes, long cpuShares, long cpuQuota) {
    public static final long CPU_PERIOD = 100_000;

    private static final long MIN_SHARES = 2;
    private static final long SHARES_PER_CPU = 1024;
    private static final long MIN_QUOTA = 1000;

    static Resources of(Container container) {
        Quantity memory = limit(container, "memory");
        Quantity cpuLimit = limit(container, "cpu");
        Quantity cpuRequest = request(container, "cpu");
        BigDecimal asked = cpuRequest != null ? amount(cpuRequest) : cpuLimit != null ? amount(cpuLimit) : null;
        return new Resources(
                memory == null ? 0 : amount(memory).longValue(),
                asked == null ? MIN_SHARES : Math.max(MIN_SHARES, scaled(asked, SHARES_PER_CPU)),
                cpuLimit == null ? 0 : Math.max(MIN_QUOTA, scaled(amount(cpuLimit), CPU_PERIOD)));
    }

    static @Nullable Quantity limit(Container container, String resource) {
        return container.getResources() == null
                ? null
                : get(container.getResources().getLimits(), resource);
    }

    static @Nullable Quantity request(Container container, String resource) {
        return container.getResources() == null
                ? null
                : get(container.getResources().getRequests(), resource);
    }

    private static @Nullable Quantity get(@Nullable Map<String, Quantity> quantities, String resource) {
        return quantities == null ? null : quantities.get(resource);
    }

    private static BigDecimal amount(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity);
    }

    private static long scaled(BigDecimal value, long factor) {
        return value.multiply(BigDecimal.valueOf(factor)).longValue();
    }
}

// SPDX-License-Identifier: Apache-2.0
/** Tests of reports. */
@org.jspecify.annotations.NullMarked
package io.kguard.internal.report;

// SPDX-License-Identifier: Apache-2.0
/** Tests of records as JSON, and records for other tests. */
@org.jspecify.annotations.NullMarked
package io.kguard.internal.record;

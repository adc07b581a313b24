// SPDX-License-Identifier: Apache-2.0
/** Tests of evasions. */
@org.jspecify.annotations.NullMarked
package io.kguard.internal.tool.evasion;

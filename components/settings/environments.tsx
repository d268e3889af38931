"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { formatCount, formatRelative } from "#components/ui/format.ts";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { SandboxSwitch } from "./sandbox-switch.tsx";
import { Section } from "./section.tsx";

/** What each environment has of its own. Every number opens the list behind it. */
export function Environments({ environment }: { environment: string }) {
  const trpc = useTRPC();
  const environments = useQuery(trpc.access.environments.queryOptions());
  const flows = useQuery(trpc.flows.list.queryOptions({ environment }));
  const keys = (environments.data ?? []).map((each) => each.key);
  const connections = useQueries({ queries: keys.map((key) => trpc.connections.list.queryOptions({ environment: key })) });
  return (
    <Section
      title="Environments"
      help="Each has its own connections, secrets, variables and deployments. A version is the same everywhere. In a sandbox a test run may really send, after it has asked."
    >
      {environments.isPending && <SkeletonRows rows={3} label="Reading environments" />}
      <CouldNotRead what="The environments" query={environments} />
      {environments.data && (
        <Table label="Environments and what stands in them">
          <thead>
            <tr>
              <Th>Environment</Th>
              <Th num>Flows deployed</Th>
              <Th>Latest deployment</Th>
              <Th num>Connections</Th>
              <Th num>Not answering</Th>
              <Th>Sandbox</Th>
            </tr>
          </thead>
          <tbody>
            {environments.data.map((each, index) => {
              const deployed = (flows.data ?? []).flatMap((flow) =>
                flow.deployments.filter((one) => one.environment === each.key).map((one) => ({ ...one, name: flow.name })),
              );
              const latest = deployed.toSorted((a, b) => b.deployedAt.localeCompare(a.deployedAt))[0];
              const held = connections[index]?.data;
              return (
                <tr key={each.key}>
                  <Td strong>
                    <Link href={`/${each.key}/home`} className="hover:opacity-80" aria-label={`Open ${each.name}`}>
                      <EnvironmentBadge environment={each.key} />
                    </Link>
                  </Td>
                  <Td num>
                    <Link href={`/${each.key}/flows`} className="text-accent-text hover:underline" aria-label={`Flows deployed in ${each.name}`}>
                      {flows.data ? formatCount(deployed.length) : "–"}
                    </Link>
                  </Td>
                  <Td>{latest ? `${latest.name} v${latest.version}, ${formatRelative(latest.deployedAt)}, ${latest.deployedBy}` : "–"}</Td>
                  <Td num>
                    <Link href={`/${each.key}/connections`} className="text-accent-text hover:underline" aria-label={`Connections of ${each.name}`}>
                      {held ? formatCount(held.length) : "–"}
                    </Link>
                  </Td>
                  <Td num>{held ? formatCount(held.filter((connection) => connection.health?.ok === false).length) : "–"}</Td>
                  <Td>
                    <SandboxSwitch environment={each} />
                  </Td>
                </tr>
              );
            })}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

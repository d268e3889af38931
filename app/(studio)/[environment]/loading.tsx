import { Skeleton, SkeletonRows } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <>
      <div className="flex h-(--topbar) shrink-0 items-center border-b border-line px-4">
        <Skeleton className="w-32" />
      </div>
      <SkeletonRows rows={12} label="Opening the page" />
    </>
  );
}

import { useState } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { chooseFiles } from '../../model/importing.ts';
import { paths } from '../../model/navigation.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { findTiles, type Tile } from './tile-catalogue.ts';
import styles from './tiles.module.css';

function SourceTile({ tile, busy, onChoose }: { tile: Tile; busy: boolean; onChoose(): void }) {
  const { icon: Icon } = tile;
  return (
    <li className={styles.tile}>
      <h2 className={styles.name}>
        <Icon size={20} aria-hidden />
        {tile.name}
      </h2>
      <p className={styles.text}>{tile.text}</p>
      <div>
        <Button
          variant={tile.id === 'proofpoint' ? 'primary' : 'plain'}
          onClick={onChoose}
          disabled={busy}
          aria-label={`${tile.action}${tile.id === 'proofpoint' ? `: ${tile.name}` : ''}`}
        >
          {tile.action}
        </Button>
      </div>
    </li>
  );
}

/** The tiles alone, for an empty screen too. */
export function SourceTiles({ search = '' }: { search?: string }) {
  const services = useServices();
  const { bridge } = services;
  const [, go] = useHashLocation();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const found = findTiles(search);

  const choose = async (tile: Tile) => {
    if (tile.id === 'proofpoint') return go(paths.setUpProofpoint);
    if (tile.id === 'files') return chooseFiles(services);
    setBusy(true);
    try {
      const source = await bridge.call('sources.createSample');
      go(paths.sourceReady(source.id));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };

  return (
    <>
      {failure ? (
        <Notice tone="bad" live>
          {failure}
        </Notice>
      ) : null}
      {found.length === 0 ? (
        <p role="status">
          Nothing is found for "{search}". Lurescope connects Proofpoint TAP; try "proofpoint".
        </p>
      ) : (
        <ul className={styles.grid}>
          {found.map((tile) => (
            <SourceTile key={tile.id} tile={tile} busy={busy} onChoose={() => void choose(tile)} />
          ))}
        </ul>
      )}
    </>
  );
}

/** Sources > Create new: search, choose a tile. */
export function NewSourcePage() {
  const [search, setSearch] = useState('');
  return (
    <Page title="Create a new source" lead="Choose where events come from.">
      <div className={styles.search}>
        <TextField
          label="Search"
          type="search"
          placeholder="Proofpoint"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          autoFocus
        />
      </div>
      <SourceTiles search={search} />
    </Page>
  );
}

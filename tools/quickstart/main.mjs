console.log('> The packages are built.');
